package org.equipoise.trainer.labels;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

import org.equipoise.trainer.features.FeatureTable;
import org.equipoise.trainer.features.RidgeScores;

/**
 * A learner that an audit may be made by.
 *
 * @param ofOtherHalf scores of a model of the half that an image is not in
 */
record AuditCandidate(AuditLearner learner, RidgeScores ofOtherHalf) {

    /** What every candidate is tried on. Owns its arrays: nobody changes them afterwards. */
    static final class Folds {

        private final List<int[]> ofRepeats;
        private final int[] halfOf;

        /**
         * Folds and halves.
         *
         * @param ofRepeats fold of each image, for each repeat
         * @param halfOf half of each image
         */
        Folds(List<int[]> ofRepeats, int[] halfOf) {
            this.ofRepeats = List.copyOf(ofRepeats);
            this.halfOf = halfOf;
        }
    }

    /**
     * Learns.
     *
     * @param features of each repeat
     * @param often carried out now and then; may throw, to stop
     */
    static AuditCandidate of(
            String name,
            Folds folds,
            LabelExamination.Images images,
            IntFunction<FeatureTable> features,
            Runnable often) {
        AuditLearner learner = AuditLearner.of(name, folds.ofRepeats, images, features, often);
        return new AuditCandidate(
                learner,
                RidgeScores.crossFit(learner.features(), images.labels(), images.classes(), folds.halfOf, often));
    }

    /** Learns from what a pretrained network saw; empty where the time is over first. */
    static Optional<AuditCandidate> inTime(
            PretrainedFeatures seen, Folds folds, LabelExamination.Images images, BooleanSupplier over) {
        Runnable often = () -> {
            if (over.getAsBoolean()) {
                throw new OutOfTime();
            }
        };
        try {
            often.run();
            FeatureTable table = seen.features().standardised();
            return Optional.of(of(seen.name(), folds, images, repeat -> table, often));
        } catch (OutOfTime e) {
            return Optional.empty();
        }
    }

    AuditLearner.Score score() {
        return learner.score();
    }

    private static final class OutOfTime extends RuntimeException {}
}
