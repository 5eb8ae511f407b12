package org.equipoise.trainer.diagnosis;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.trainer.loss.ClassWeights;
import org.equipoise.trainer.loss.Loss;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.optimisation.GradientClipping;
import org.equipoise.trainer.optimisation.Optimiser;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.StepOutcome;
import org.equipoise.trainer.training.StepSettings;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;

/** A network that is trained for some steps and thrown away. */
final class ShortRun implements AutoCloseable {

    private static final int ANSWERED_AT_ONCE = 64;

    private final TrainableNetwork network;
    private final int classes;
    private int steps;

    ShortRun(NetworkFactory networks, NetworkDescription description, Optimiser optimiser, long seed) {
        classes = description.classes();
        var method = new TrainingMethod(
                Loss.crossEntropy(ClassWeights.none(classes)), optimiser, GradientClipping.off(), false, Symmetry.NONE);
        network = networks.open(description.ensemble(1), method, seed);
    }

    /** One step; its loss, which may be anything but a number. */
    double step(Draw draw, int batch, double rate) {
        StepOutcome outcome = network.trainBatch(
                draw.batch(steps * batch, batch),
                0,
                batch,
                new StepSettings(steps, steps, rate, 0, StepSettings.Stage.EVERYTHING));
        steps++;
        return outcome.finite() ? outcome.loss() : Double.NaN;
    }

    /** So many steps, or fewer: what diverges is over. */
    void train(Draw draw, int many, int batch, double rate) {
        int last = steps + many;
        while (steps < last && Double.isFinite(step(draw, batch, rate))) {
            // One step after another.
        }
    }

    /** Answers to all images. */
    ConfusionMatrix answers(LabelledImages images) {
        return answers(network, images, classes);
    }

    /** Answers of a network to all images. */
    static ConfusionMatrix answers(TrainableNetwork network, LabelledImages images, int classes) {
        var confusion = new ConfusionMatrix(classes);
        for (int from = 0; from < images.size(); from += ANSWERED_AT_ONCE) {
            int count = Math.min(ANSWERED_AT_ONCE, images.size() - from);
            float[] probabilities = network.probabilities(images, from, count);
            for (int i = 0; i < count; i++) {
                confusion.add(images.label(from + i), most(probabilities, i * classes, classes));
            }
        }
        return confusion;
    }

    private static int most(float[] row, int from, int classes) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            best = row[from + k] > row[from + best] ? k : best;
        }
        return best;
    }

    @Override
    public void close() {
        network.close();
    }
}
