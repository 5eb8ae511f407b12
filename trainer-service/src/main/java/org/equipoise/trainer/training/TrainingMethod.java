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
 * @param mixed whether images have the soft labels of two; what is not mixed is learnt from in a graph without them,
 *     and gives the bits that it gave before there were any
 * @param crossValidated whether members leave out images, see {@link Shard#learners}, and answer alone; where nothing
 *     is left out the graph is likewise the one without
 */
public record TrainingMethod(
        Loss loss,
        Optimiser optimiser,
        GradientClipping clipping,
        boolean averaged,
        Symmetry symmetry,
        boolean mixed,
        boolean crossValidated) {

    /** Of images that are not mixed, none of which is left out. */
    public TrainingMethod(
            Loss loss, Optimiser optimiser, GradientClipping clipping, boolean averaged, Symmetry symmetry) {
        this(loss, optimiser, clipping, averaged, symmetry, false, false);
    }
}
