package org.equipoise.diagnosis.proof;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExperimentProofsTest {

    private static final Map<Measure, Double> IMBALANCED = Map.of(
            Measure.IMBALANCE_RATIO, 20.0,
            Measure.SHARES_CORRECTED, 0.44,
            Measure.LEARNING_GAIN, 0.0,
            Measure.BALANCED_GAIN, 0.35);

    @Test
    void imbalanceIsProvedByBalancedBatches() {
        assertThat(ExperimentProofs.of(Evidence.of(IMBALANCED))).singleElement().satisfies(proved -> {
            assertThat(proved.cause()).isEqualTo(Cause.CLASS_IMBALANCE);
            assertThat(proved.by()).isEqualTo(Measure.BALANCED_GAIN);
            assertThat(proved.gain()).isEqualTo(0.35);
            assertThat(proved.because()).contains("20 to 1", "0.350");
        });
    }

    @Test
    void notByBatchesThatAChangeWithoutThemEquals() {
        assertThat(causes(but(IMBALANCED, Measure.LEARNING_GAIN, 0.33))).isEmpty();
    }

    @Test
    void notOfEvenClassesNorOfARunThatBalancedThemItselfNorByALittleGain() {
        assertThat(causes(but(IMBALANCED, Measure.IMBALANCE_RATIO, 5))).isEmpty();
        assertThat(causes(but(IMBALANCED, Measure.SHARES_CORRECTED, 1))).isEmpty();
        assertThat(causes(but(IMBALANCED, Measure.BALANCED_GAIN, 0.09))).isEmpty();
    }

    @Test
    void aRateIsProvedOffByAShortRunAtAUsualOne() {
        assertThat(causes(Map.of(Measure.BEST_RATE, -3.0, Measure.LEARNING_GAIN, 0.6)))
                .containsExactly(Cause.LEARNING_RATE_TOO_HIGH);
        assertThat(causes(Map.of(Measure.BEST_RATE, 2.7, Measure.LEARNING_GAIN, 0.3)))
                .containsExactly(Cause.LEARNING_RATE_TOO_LOW);
        assertThat(causes(Map.of(Measure.BEST_RATE, -0.4, Measure.LEARNING_GAIN, 0.5)))
                .isEmpty();
    }

    @Test
    void augmentationIsProvedHarmfulWhereNoLearnerCopesWithIt() {
        Map<Measure, Double> harmed = Map.of(
                Measure.AUGMENTED_OTHER_LEARNER, 0.45,
                Measure.WITHOUT_AUGMENTATION_GAIN, 0.15,
                Measure.LEARNING_GAIN, -0.27);

        assertThat(causes(harmed)).containsExactly(Cause.HARMFUL_AUGMENTATION);
        assertThat(causes(but(harmed, Measure.AUGMENTED_OTHER_LEARNER, 0.02))).isEmpty();
    }

    @Test
    void capacityIsTooSmallWhereItLearnsNothingByHeartAndTooLargeWhereItLearnsNothingElse() {
        assertThat(causes(Map.of(Measure.OVERFIT, 0.56, Measure.CAPACITY_GAIN, 0.275)))
                .containsExactly(Cause.CAPACITY_TOO_SMALL);
        assertThat(causes(Map.of(Measure.OVERFIT, 1.0, Measure.RECALL_GAP, 0.4, Measure.CAPACITY_GAIN, 0.2)))
                .containsExactly(Cause.CAPACITY_TOO_LARGE);
        assertThat(causes(Map.of(Measure.OVERFIT, 1.0, Measure.CAPACITY_GAIN, 0.2)))
                .isEmpty();
    }

    @Test
    void labelsAreProvedWrongWhereTheRunLearnsWithoutThoseThatAreDoubted() {
        Map<Measure, Double> relabelled = Map.of(
                Measure.OTHER_LEARNER, 0.74,
                Measure.NOISE_RATE, 0.2,
                Measure.NOISE_ASYMMETRY, 0.6,
                Measure.DOUBTED_LABELS_GAIN, 0.25,
                Measure.LEARNING_GAIN, 0.02);

        assertThat(causes(relabelled)).containsExactly(Cause.MINORITY_RELABELLED);
        assertThat(causes(but(relabelled, Measure.NOISE_ASYMMETRY, 0.1))).containsExactly(Cause.SYMMETRIC_LABEL_NOISE);
        assertThat(causes(but(relabelled, Measure.OTHER_LEARNER, 0.5))).isEmpty();
        assertThat(causes(but(relabelled, Measure.LEARNING_GAIN, 0.24))).isEmpty();
        assertThat(Agenda.first(Evidence.of(relabelled))).startsWith(Measure.DOUBTED_LABELS_GAIN);
    }

    @Test
    void twoCausesAtOnceStandByWhatTheyBring() {
        var both = new HashMap<>(IMBALANCED);
        both.put(Measure.AUGMENTED_OTHER_LEARNER, 0.3);
        both.put(Measure.WITHOUT_AUGMENTATION_GAIN, 0.2);

        assertThat(causes(both)).containsExactly(Cause.CLASS_IMBALANCE, Cause.HARMFUL_AUGMENTATION);
    }

    @Test
    void nothingKnownProvesNothing() {
        assertThat(ExperimentProofs.of(Evidence.NONE)).isEmpty();
    }

    @Test
    void whatIsSuspectedByFactsIsTriedFirst() {
        assertThat(Agenda.first(Evidence.of(Map.of(Measure.IMBALANCE_RATIO, 20.0, Measure.SHARES_CORRECTED, 0.44))))
                .first()
                .isEqualTo(Measure.BALANCED_GAIN);
        assertThat(Agenda.first(Evidence.of(Map.of(Measure.IMBALANCE_RATIO, 2.0, Measure.SHARES_CORRECTED, 0.44))))
                .isEmpty();
        assertThat(Agenda.first(Evidence.of(Map.of(Measure.AUGMENTED_OTHER_LEARNER, 0.3))))
                .containsExactly(Measure.WITHOUT_AUGMENTATION_GAIN);
        assertThat(Agenda.first(Evidence.of(Map.of(Measure.RATE_SET, 1.5))))
                .containsExactly(Measure.BEST_RATE, Measure.LEARNING_GAIN);
        assertThat(Agenda.first(Evidence.of(Map.of(Measure.RECALL_GAP, 0.3))))
                .containsExactly(Measure.AUGMENTATION_GAIN, Measure.CAPACITY_GAIN);
    }

    private static List<Cause> causes(Map<Measure, Double> measured) {
        return ExperimentProofs.of(Evidence.of(measured)).stream()
                .map(ProvedCause::cause)
                .toList();
    }

    private static Map<Measure, Double> but(Map<Measure, Double> measured, Measure measure, double value) {
        var other = new HashMap<>(measured);
        other.put(measure, value);
        return other;
    }
}
