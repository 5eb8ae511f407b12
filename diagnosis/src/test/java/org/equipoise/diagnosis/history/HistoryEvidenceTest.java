package org.equipoise.diagnosis.history;

import java.util.List;
import java.util.OptionalDouble;

import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.history.TrainingHistory.Epoch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class HistoryEvidenceTest {

    /** By hand, at a prior of 0.5 nats: 0.3 / 0.5, 0.25 / 0.5, 0.3 / 0.2, (0.6 - 0.2) / 0.5, 0.8 - 0.7. */
    @Test
    void lossesAreReadAgainstThePriorsEntropy() {
        Evidence said = HistoryEvidence.of(
                new TrainingHistory(
                        List.of(
                                new Epoch(1, .6, .25, null, null, .8, null),
                                new Epoch(2, .2, .4, null, null, .6, null),
                                new Epoch(3, .3, .5, null, null, .7, null)),
                        null),
                OptionalDouble.of(.5));

        assertThat(value(said, Measure.TRAIN_LOSS)).isCloseTo(.6, within(1e-12));
        assertThat(value(said, Measure.VALIDATION_LOSS)).isCloseTo(.5, within(1e-12));
        assertThat(value(said, Measure.LOSS_REBOUND)).isCloseTo(1.5, within(1e-12));
        assertThat(value(said, Measure.FIRST_FALL)).isCloseTo(.8, within(1e-12));
        assertThat(value(said, Measure.UNLEARNT)).isCloseTo(.1, within(1e-12));
        assertThat(value(said, Measure.DIVERGED)).isZero();
    }

    @Test
    void onlyWhatTheHistorySaysIsMeasured() {
        var accuracies = new TrainingHistory(List.of(new Epoch(1, null, null, .5, .5, null, null)), null);
        var losses = new TrainingHistory(List.of(new Epoch(1, .6, null, null, null, null, null)), null);

        assertThat(HistoryEvidence.of(accuracies, OptionalDouble.of(.5)).known())
                .isEmpty();
        assertThat(HistoryEvidence.of(losses, OptionalDouble.of(.5)).known())
                .containsExactly(Measure.TRAIN_LOSS, Measure.DIVERGED);
        assertThat(HistoryEvidence.of(losses, OptionalDouble.empty()).known()).containsExactly(Measure.DIVERGED);
    }

    @Test
    void aLossThatIsNoNumberOrFarAboveAConstantAnswersHasDiverged() {
        var notFinite = new TrainingHistory(List.of(new Epoch(1, null, null, null, null, null, null)), 1);
        var far = new TrainingHistory(List.of(new Epoch(1, 5.1, null, null, null, null, null)), null);

        assertThat(value(HistoryEvidence.of(notFinite, OptionalDouble.of(.5)), Measure.DIVERGED))
                .isEqualTo(1);
        assertThat(value(HistoryEvidence.of(far, OptionalDouble.of(.5)), Measure.DIVERGED))
                .isEqualTo(1);
    }

    @Test
    void aHistoryHasAnEpoch() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TrainingHistory(List.of(), null));
    }

    private static double value(Evidence said, Measure measure) {
        return said.value(measure).orElseThrow();
    }
}
