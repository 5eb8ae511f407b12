package org.equipoise.trainer.training;

import java.util.List;

import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.TrainingNeeds;
import org.equipoise.trainer.recipe.DatasetFingerprint;

/** What a dataset must have before a run may start. */
final class DatasetSuitability {

    private DatasetSuitability() {}

    /**
     * Refuses what cannot be trained or judged.
     *
     * @throws RunFailedException naming what is missing
     */
    static void check(DatasetFingerprint dataset, int batchSize) {
        ClassDistribution train = dataset.train();
        for (int k = 0; k < dataset.labelSet().size(); k++) {
            if (train.counts().get(k) < TrainingNeeds.TRAINING_IMAGES_PER_CLASS) {
                throw new RunFailedException("class \"" + dataset.labelSet().name(k)
                        + "\" has no training image; every class needs one, the counts are " + train.counts());
            }
        }
        if (train.total() < batchSize) {
            throw new RunFailedException(String.format(
                    "%d training images are fewer than a batch of %d: a batchSize of %d fits, or %d more of them",
                    train.total(), batchSize, train.total(), batchSize - train.total()));
        }
        requireImages(dataset.validation(), "validation split, which decides when to stop");
        requireImages(dataset.test(), "test split, which decides at the gate");
    }

    private static void requireImages(ClassDistribution counts, String split) {
        if (counts.total() == 0) {
            throw new RunFailedException("no image in the " + split + "; it needs at least 1 of each of the "
                    + counts.counts().size() + " classes. Where a dataset has no split of its own, the patient's hash"
                    + " chooses, about 15 % for each of the two: give the split, or more patients");
        }
    }

    /**
     * What the gate will refuse however the training goes, as the end of a sentence; empty where there is nothing. A
     * patient stays on the side where its hash put it, also when classes are few: a split that evens the classes out
     * would move patients from training to test between two versions.
     *
     * @param ofEachClass test images that the gate needs of every class
     */
    static String remark(DatasetFingerprint dataset, long ofEachClass) {
        List<String> why = TrainingNeeds.unjudgeable(dataset.labelSet(), dataset.test(), ofEachClass);
        return why.isEmpty() ? "" : "the gate will refuse this model: " + String.join("; ", why);
    }
}
