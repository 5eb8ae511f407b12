package org.equipoise.trainer.training;

import org.equipoise.trainer.loss.ClassWeights;
import org.equipoise.trainer.loss.Loss;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.optimisation.GradientClipping;
import org.equipoise.trainer.optimisation.Optimiser;

/** Ways to train, for tests. */
public final class TrainingMethods {

    private TrainingMethods() {}

    /** Cross-entropy and Adam, nothing else. */
    public static TrainingMethod plain(int classes) {
        return new TrainingMethod(
                Loss.crossEntropy(ClassWeights.none(classes)),
                Optimiser.adam(),
                GradientClipping.off(),
                false,
                Symmetry.NONE);
    }

    /** A step of the whole network. */
    public static StepSettings step(long step, double learningRate) {
        return new StepSettings(step, step, learningRate, 0.9, StepSettings.Stage.EVERYTHING);
    }
}
