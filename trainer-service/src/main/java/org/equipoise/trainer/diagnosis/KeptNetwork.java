package org.equipoise.trainer.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.preprocessing.SearchResult;
import org.equipoise.trainer.loss.ClassWeights;
import org.equipoise.trainer.loss.Loss;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.optimisation.GradientClipping;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.RunFailedException;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.StepSettings;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;

/**
 * The run's own network, looked at again: how far it moved, what it answers, to which images, with which statistics.
 */
final class KeptNetwork implements AutoCloseable {

    private static final int RENEWING_STEPS = 30;
    private static final int BATCH = 32;

    private final ExaminedRun run;
    private final TrainableNetwork network;
    private final Map<String, float[]> start;
    private final byte[] kept;

    private KeptNetwork(ExaminedRun run, TrainableNetwork network, Map<String, float[]> start, byte[] kept) {
        this.run = run;
        this.network = network;
        this.start = start;
        this.kept = kept;
    }

    /** The network, or nothing where the run left none or it cannot be read. */
    static Optional<KeptNetwork> of(ExaminedRun run, NetworkFactory networks) {
        return run.checkpoint().flatMap(kept -> of(run, kept, networks));
    }

    private static Optional<KeptNetwork> of(ExaminedRun run, byte[] kept, NetworkFactory networks) {
        boolean averaged = run.recipe().optimiser().averageDecay() > 0;
        var method = new TrainingMethod(
                Loss.crossEntropy(ClassWeights.none(run.classes())),
                run.recipe().optimiser().optimiser(),
                GradientClipping.off(),
                averaged,
                Symmetry.NONE);
        TrainableNetwork network = networks.open(run.network(), method, run.seed());
        Map<String, float[]> start = network.weights();
        try {
            network.restore(kept);
            return Optional.of(new KeptNetwork(run, network, start, kept));
        } catch (RunFailedException e) {
            network.close();
            return Optional.empty();
        }
    }

    /**
     * How far it moved, and whether what is served answers as it does, which it does not where a companion answers,
     * too.
     */
    Evidence facts() {
        Map<String, float[]> now = network.weights();
        Evidence facts = Evidence.NONE
                .with(Measure.WEIGHTS_MOVED, Evidence.logarithm(moved(start, now)))
                .with(Measure.LAYERS_UNMOVED, unmoved(start, now));
        SplitPredictions answers = run.answers();
        boolean alone = run.recipe().network().companion() != Recipe.Companion.BACKBONE;
        return answers == null || !alone || answers.size() != run.validation().size() || answers.size() == 0
                ? facts
                : facts.with(Measure.SERVED_DIFFERENTLY, servedDifferently(answers));
    }

    /** Share of the kernels that are as they were, in [0, 1]; biases start at 0 and may stay there. */
    static double unmoved(Map<String, float[]> start, Map<String, float[]> now) {
        List<String> kernels = start.keySet().stream()
                .filter(name -> name.endsWith("_kernel") && now.containsKey(name))
                .toList();
        return kernels.isEmpty()
                ? 0
                : kernels.stream()
                                .filter(name -> Arrays.equals(start.get(name), now.get(name)))
                                .count()
                        / (double) kernels.size();
    }

    private static double moved(Map<String, float[]> start, Map<String, float[]> now) {
        double distance = 0;
        double length = 0;
        for (Map.Entry<String, float[]> weight : now.entrySet()) {
            float[] then = start.get(weight.getKey());
            for (int i = 0; then != null && i < then.length; i++) {
                double difference = (double) weight.getValue()[i] - then[i];
                distance += difference * difference;
                length += (double) then[i] * then[i];
            }
        }
        return length == 0 || !Double.isFinite(distance) ? 0 : Math.sqrt(distance / length);
    }

    private double servedDifferently(SplitPredictions answers) {
        LabelledImages images = run.validation();
        int different = 0;
        for (int i = 0; i < images.size(); i++) {
            float[] row = network.answers(images, i, 1);
            int best = 0;
            for (int k = 1; k < row.length; k++) {
                best = row[k] > row[best] ? k : best;
            }
            different += best == answers.predictedClass(i) ? 0 : 1;
        }
        return different / (double) images.size();
    }

    /** Other preprocessings of images that are in the shape of the input; the network takes samples of 8 bits. */
    SearchResult preprocessing(LabelledImages some, BooleanSupplier enough) {
        return InBytes.search(images -> network.probabilities(images, 0, images.size()), some, run.classes(), enough);
    }

    /** Its answers to some images, by itself. */
    double balancedAccuracy(LabelledImages images) {
        ConfusionMatrix answers = ShortRun.answers(network, images, run.classes());
        return answers.balancedAccuracy();
    }

    /** What statistics of the training images instead of the kept ones do; the weights stay as they are. */
    double batchStatisticsGain(LabelledImages some) {
        double before = balancedAccuracy(some);
        Draw draw = Draw.mixed(run.training(), RENEWING_STEPS, BATCH, run.seed());
        for (int step = 0; step < RENEWING_STEPS; step++) {
            network.trainBatch(
                    draw.batch(step * BATCH, BATCH),
                    0,
                    BATCH,
                    new StepSettings(step, step, 0, 0, StepSettings.Stage.EVERYTHING));
        }
        double after = balancedAccuracy(some);
        network.restore(kept);
        return after - before;
    }

    @Override
    public void close() {
        network.close();
    }
}
