package org.equipoise.trainer.training;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.TrainingNeeds;
import org.equipoise.trainer.recipe.AnswerAim;
import org.equipoise.trainer.recipe.DatasetFingerprint;

/** What a dataset must have before a run may start. */
final class DatasetSuitability {

    /** The finding of a frozen version whose validation images were training images. */
    private static final String VALIDATION_FROM_TRAINING = "validation-from-training";

    /** Classes that a sentence names. */
    private static final int MOST_NAMED = 5;

    /** The finding of one that was to have such images, and could not. */
    private static final String NO_VALIDATION_FROM_TRAINING = "no-validation-from-training";

    private DatasetSuitability() {}

    /**
     * Refuses what cannot be trained or judged.
     *
     * @param findings of the frozen version
     * @throws RunFailedException naming what is missing
     */
    static void check(DatasetFingerprint dataset, List<ImageFinding> findings, int batchSize) {
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
        requireImages(
                dataset.validation(),
                "validation split, which decides when to stop",
                findings.stream()
                        .filter(finding -> finding.code().equals(NO_VALIDATION_FROM_TRAINING))
                        .map(ImageFinding::sentence)
                        .findFirst()
                        .orElse("A version that is frozen with validationFromTraining, as train does, takes a missing"
                                + " validation split from training, as far as every class keeps half of its training"
                                + " images"));
        requireImages(
                dataset.test(), "test split, which decides at the gate", "No image of training is ever a test image");
    }

    /**
     * Refuses a batch that no augment service would make a shard of.
     *
     * @param imageBytes of the samples of one image
     * @param mostBytes of a shard
     * @throws RunFailedException naming the batch that fits
     */
    static void checkBatch(int batchSize, int imageBytes, int mostBytes) {
        long bytes = (long) batchSize * imageBytes;
        if (bytes > mostBytes) {
            int most = mostBytes / imageBytes;
            throw new RunFailedException("a batch of " + batchSize + " images of " + imageBytes + " bytes has " + bytes
                    + ", and a shard holds " + mostBytes + ": "
                    + (most > 0 ? "batchSize=" + most + " fits" : "not one image fits; freeze smaller ones")
                    + ". Who has larger shards sets equipoise.augment.sharding.max-bytes and"
                    + " equipoise.trainer.training.most-shard-bytes");
        }
    }

    private static void requireImages(ClassDistribution counts, String split, String remedy) {
        if (counts.total() == 0) {
            throw new RunFailedException("no image in the " + split + "; it needs at least 1 of each of the "
                    + counts.counts().size() + " classes. Where a dataset has no split of its own, the patient's hash"
                    + " chooses, about 15 % for each of the two: give the split, or more patients. " + remedy);
        }
    }

    /**
     * Refuses an aim that would be chosen without knowing a class: to give that class up would cost nothing there.
     *
     * @throws RunFailedException naming the classes
     */
    static void checkAim(DatasetFingerprint dataset, AnswerAim aim) {
        List<String> missing = IntStream.range(0, dataset.labelSet().size())
                .filter(k -> dataset.validation().counts().get(k) == 0)
                .mapToObj(k -> "\"" + dataset.labelSet().name(k) + "\"")
                .toList();
        if (aim != AnswerAim.NONE && !missing.isEmpty()) {
            throw new RunFailedException("aim=" + aim.name().toLowerCase(Locale.ROOT)
                    + " is chosen on the validation split, which has no image of "
                    + missing.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                    + (missing.size() > MOST_NAMED ? " and " + (missing.size() - MOST_NAMED) + " more classes" : "")
                    + ": it would give up what it does not see. Give validation images, or leave the aim out");
        }
    }

    /**
     * What must be known before the training: what the gate will refuse however it goes, and whether the validation
     * split was taken from training. Parts of a sentence; empty where there is nothing. A patient stays on the side
     * where its hash put it, also when classes are few: a split that evens the classes out would move patients from
     * training to test between two versions.
     *
     * @param findings of the frozen version
     * @param ofEachClass test images that the gate needs of every class
     */
    static String remark(DatasetFingerprint dataset, List<ImageFinding> findings, long ofEachClass) {
        return Stream.of(
                        unjudgeable(dataset, ofEachClass),
                        findings.stream()
                                .filter(finding -> finding.code().equals(VALIDATION_FROM_TRAINING))
                                .map(finding -> "the validation split is " + finding.count()
                                        + " images that were taken from training")
                                .findFirst()
                                .orElse(""))
                .filter(remark -> !remark.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String unjudgeable(DatasetFingerprint dataset, long ofEachClass) {
        List<String> why = TrainingNeeds.unjudgeable(dataset.labelSet(), dataset.test(), ofEachClass);
        return why.isEmpty() ? "" : "the gate will refuse this model: " + String.join("; ", why);
    }
}
