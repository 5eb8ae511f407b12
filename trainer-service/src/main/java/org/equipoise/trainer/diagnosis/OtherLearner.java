package org.equipoise.trainer.diagnosis;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.RocAuc;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.trainer.features.FeatureTable;
import org.equipoise.trainer.features.PatchDictionary;
import org.equipoise.trainer.features.RidgeScores;
import org.equipoise.trainer.labels.Effort;
import org.equipoise.trainer.labels.LabelExamination;
import org.equipoise.trainer.labels.LabelSuspicion;
import org.equipoise.trainer.labels.NoiseEstimate;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.Shard;

/**
 * Whether a learner of another kind tells the classes apart: the features and least squares of the label audit. What it
 * cannot do, either, lies in the images or the labels; what it can, in the network or its training.
 */
final class OtherLearner {

    private static final Effort EFFORT = new Effort(50, 3, 1);
    private static final int LEARNT_FROM = 0;
    private static final int JUDGED = 1;

    private OtherLearner() {}

    /**
     * What it says.
     *
     * @param doubted training images whose labels it holds for wrong
     */
    record Opinion(Evidence evidence, Set<Integer> doubted) {

        static final Opinion NONE = new Opinion(Evidence.NONE, Set.of());

        Opinion {
            doubted = Set.copyOf(doubted);
        }
    }

    static Opinion of(ExaminedRun run) {
        LabelledImages training = run.training();
        int[] each = IntStream.range(0, training.size()).toArray();
        var images = new LabelExamination.Images(
                training.format(), training.pixels(), training.labels(), each, run.classes());
        LabelExamination.Outcome outcome = training.size() == 0
                ? new LabelExamination.Refused("there is no image")
                : LabelExamination.with(EFFORT, images, run.seed());
        return outcome instanceof LabelExamination.Findings findings
                ? new Opinion(
                        evidence(run, findings),
                        findings.suspects().stream().map(LabelSuspicion::image).collect(Collectors.toSet()))
                : Opinion.NONE;
    }

    private static Evidence evidence(ExaminedRun run, LabelExamination.Findings findings) {
        LabelledImages training = run.training();
        Evidence found = Evidence.NONE
                .with(Measure.NOISE_RATE, findings.noise().rate())
                .with(Measure.NOISE_ASYMMETRY, asymmetry(findings.noise(), run));
        OptionalDouble unseen = findings.separation().areas().stream()
                .flatMapToDouble(OptionalDouble::stream)
                .average();
        if (unseen.isEmpty()) {
            return found;
        }
        found = found.with(Measure.OTHER_LEARNER, unseen.getAsDouble());
        OptionalDouble validation = transferred(training, run.validation(), run);
        if (validation.isPresent()) {
            found = found.with(Measure.OTHER_LEARNER_VALIDATION, validation.getAsDouble());
        }
        Shard drawn = run.unmixed();
        OptionalDouble augmented = drawn == null ? OptionalDouble.empty() : transferred(training, drawn, run);
        return augmented.isEmpty()
                ? found
                : found.with(Measure.AUGMENTED_OTHER_LEARNER, unseen.getAsDouble() - augmented.getAsDouble());
    }

    /** Images of the rarest class that were labelled as the commonest, as a share, less the reverse. */
    private static double asymmetry(NoiseEstimate noise, ExaminedRun run) {
        int rarest = 0;
        int commonest = 0;
        for (int k = 1; k < run.classes(); k++) {
            rarest = run.counts().get(k) < run.counts().get(rarest) ? k : rarest;
            commonest = run.counts().get(k) > run.counts().get(commonest) ? k : commonest;
        }
        return rarest == commonest ? 0 : noise.rate(rarest, commonest) - noise.rate(commonest, rarest);
    }

    /** Mean area under the ROC curve on other images of what was learnt from the training images. */
    private static OptionalDouble transferred(LabelledImages training, LabelledImages others, ExaminedRun run) {
        if (others.size() < 2) {
            return OptionalDouble.empty();
        }
        int length = training.imageBytes();
        int first = training.size();
        byte[] pixels = Arrays.copyOf(training.pixels(), Math.multiplyExact(first + others.size(), length));
        System.arraycopy(others.pixels(), 0, pixels, first * length, others.size() * length);
        int[] labels = Arrays.copyOf(training.labels(), first + others.size());
        System.arraycopy(others.labels(), 0, labels, first, others.size());
        int[] foldOf = new int[labels.length];
        Arrays.fill(foldOf, 0, first, LEARNT_FROM);
        Arrays.fill(foldOf, first, labels.length, JUDGED);
        FeatureTable features = PatchDictionary.learn(training.format(), pixels, EFFORT.centroids(), run.seed())
                .features(labels.length)
                .standardised();
        double[][] scores =
                RidgeScores.crossFit(features, labels, run.classes(), foldOf).scores();
        return IntStream.range(0, run.classes())
                .mapToObj(k -> area(scores, labels, first, k))
                .flatMapToDouble(OptionalDouble::stream)
                .average();
    }

    private static OptionalDouble area(double[][] scores, int[] labels, int from, int k) {
        int images = labels.length - from;
        double[] ofClass = new double[images];
        boolean[] is = new boolean[images];
        for (int i = 0; i < images; i++) {
            ofClass[i] = scores[from + i][k];
            is[i] = labels[from + i] == k;
        }
        return RocAuc.area(ofClass, is);
    }
}
