package org.equipoise.trainer.training;

import org.equipoise.trainer.loss.Loss;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.optimisation.GradientClipping;
import org.equipoise.trainer.optimisation.Optimiser;

/**
 * How the weights of a network are changed, the same for the whole run.
 *
 * @param clipping of a step's gradient
 * @param symmetry views that an answer is averaged over
 * @param averaged whether averages of the weights over the steps answer and are exported
 */
public record TrainingMethod(
        Loss loss, Optimiser optimiser, GradientClipping clipping, boolean averaged, Symmetry symmetry) {}
