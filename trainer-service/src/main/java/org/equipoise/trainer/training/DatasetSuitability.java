package org.equipoise.trainer.training;

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
            throw new RunFailedException(train.total() + " training images are fewer than a batch of " + batchSize);
        }
        requireImages(dataset.validation(), "validation split, which decides when to stop");
        requireImages(dataset.test(), "test split, which decides at the gate");
    }

    private static void requireImages(ClassDistribution counts, String split) {
        if (counts.total() == 0) {
            throw new RunFailedException("no image in the " + split);
        }
    }
}
