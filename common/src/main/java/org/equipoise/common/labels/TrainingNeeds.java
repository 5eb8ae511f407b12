package org.equipoise.common.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a training refuses to begin without; said where a dataset is made, and asked where one is trained on. */
public final class TrainingNeeds {

    /** Training images that every class needs. */
    public static final int TRAINING_IMAGES_PER_CLASS = 1;

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
                missing.add("class \"" + labelSet.name(k) + "\" has " + n
                        + " training images; every class needs at least " + TRAINING_IMAGES_PER_CLASS);
            }
        }
        if (total(counts, Split.VALIDATION) == 0) {
            missing.add("no image in the validation split, which decides when to stop");
        }
        if (total(counts, Split.TEST) == 0) {
            missing.add("no image in the test split, which decides at the gate");
        }
        return missing;
    }

    /** The classes that have no test image while others have: the gate promotes no model that it cannot judge. */
    public static List<String> unjudged(LabelSet labelSet, Map<Split, ClassDistribution> counts) {
        List<String> unjudged = new ArrayList<>();
        for (int k = 0; k < labelSet.size(); k++) {
            if (total(counts, Split.TEST) > 0 && count(counts, Split.TEST, k) == 0) {
                unjudged.add(labelSet.name(k));
            }
        }
        return unjudged;
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
