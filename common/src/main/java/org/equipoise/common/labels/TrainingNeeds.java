package org.equipoise.common.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.equipoise.common.words.Counted;

/** What a training refuses to begin without; said where a dataset is made, and asked where one is trained on. */
public final class TrainingNeeds {

    /** Training images that every class needs. */
    public static final int TRAINING_IMAGES_PER_CLASS = 1;

    /**
     * Test images of every class that the gate needs with its usual settings. Who knows its settings asks its limits: a
     * higher {@code equipoise.trainer.gate.minimum-recall-lower} needs more.
     */
    public static final long TEST_IMAGES_PER_CLASS = 1;

    /**
     * How many standard deviations the gate asks of a balanced accuracy above that of answers which do not depend on
     * the images. 99 % point of the standard normal distribution: one in a hundred models that answer by chance reaches
     * it.
     */
    public static final double ABOVE_CHANCE = 2.326;

    private TrainingNeeds() {}

    /**
     * One sentence for each thing that is missing; empty when a training can begin.
     *
     * @param counts images a class, in the label set's order; a split that is absent has none
     */
    public static List<String> missing(LabelSet labelSet, Map<Split, ClassDistribution> counts) {
        List<String> missing = new ArrayList<>();
        for (int k = 0; k < labelSet.size(); k++) {
            long n = count(counts, Split.TRAIN, k);
            if (n < TRAINING_IMAGES_PER_CLASS) {
                missing.add("class \"" + labelSet.name(k) + "\" has " + Counted.of(n, "training image")
                        + "; every class needs at least " + TRAINING_IMAGES_PER_CLASS);
            }
        }
        if (total(counts, Split.TEST) == 0) {
            missing.add("no image in the test split, which decides at the gate");
        }
        return missing;
    }

    /**
     * A sentence about a validation split that is not there; a training takes some of the training images instead.
     *
     * @param counts images a class; a split that is absent has none
     */
    public static Optional<String> withoutValidation(Map<Split, ClassDistribution> counts) {
        return total(counts, Split.VALIDATION) > 0
                ? Optional.empty()
                : Optional.of("no image in the validation split, which decides when to stop: about 15 % of the training"
                        + " images, by the hash of their patient, will be it");
    }

    /**
     * What the gate will refuse however good the model is, one sentence each; empty where there is nothing, and where
     * there is no test image at all, which a training refuses.
     *
     * @param test images a class in the test split, in the label set's order
     * @param ofEachClass test images that the gate needs of every class
     */
    public static List<String> unjudgeable(LabelSet labelSet, ClassDistribution test, long ofEachClass) {
        List<String> sentences = new ArrayList<>();
        if (test.total() == 0) {
            return sentences;
        }
        String needed = "; at least " + ofEachClass + " of each class " + (ofEachClass == 1 ? "is" : "are") + " needed";
        String missing = IntStream.range(0, labelSet.size())
                .filter(k -> test.counts().get(k) == 0)
                .mapToObj(k -> '"' + labelSet.name(k) + '"')
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            sentences.add("no test image of " + missing + needed);
        }
        String few = IntStream.range(0, labelSet.size())
                .filter(k -> test.counts().get(k) > 0 && test.counts().get(k) < ofEachClass)
                .mapToObj(k -> Counted.of(test.counts().get(k), "test image") + " of \"" + labelSet.name(k) + '"')
                .collect(Collectors.joining(", "));
        if (!few.isEmpty()) {
            sentences.add("only " + few + needed);
        }
        long fewest = fewestTestImages(labelSet.size());
        if (test.total() < fewest) {
            sentences.add(Counted.of(test.total(), "test image is", "test images are") + " too few: with fewer than "
                    + fewest + " not even answers that are all right can be told from chance");
        }
        return sentences;
    }

    /**
     * Test images below which no answers are {@link #ABOVE_CHANCE}. Answers that are all right have the classes' own
     * shares: their balanced accuracy 1 lies {@code sqrt(n (K - 1))} standard deviations above the mean of answers that
     * do not depend on the images, whatever the shares are.
     */
    public static long fewestTestImages(int classes) {
        return Math.max(classes, (long) Math.ceil(ABOVE_CHANCE * ABOVE_CHANCE / (classes - 1)));
    }

    private static long count(Map<Split, ClassDistribution> counts, Split split, int k) {
        ClassDistribution distribution = counts.get(split);
        return distribution == null ? 0 : distribution.counts().get(k);
    }

    private static long total(Map<Split, ClassDistribution> counts, Split split) {
        ClassDistribution distribution = counts.get(split);
        return distribution == null ? 0 : distribution.total();
    }
}
