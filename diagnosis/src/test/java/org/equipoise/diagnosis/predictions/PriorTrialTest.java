package org.equipoise.diagnosis.predictions;

import java.util.List;

import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.diagnosis.card.Diagnosis.PriorCorrection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PriorTrialTest {

    /** By hand: at 19 to 1 sick is answered above 0.05; 0.02 is below, 0.2 above. */
    @Test
    void theShareOfTheSecondClassIsItsThreshold() {
        PriorCorrection correction = trial(Cases.probabilities(.02, .2), Cases.NINETEEN_TO_ONE);

        assertThat(correction.threshold()).isEqualTo(.05);
        assertThat(correction.before()).isEqualTo(.5);
        assertThat(correction.after()).isEqualTo(1);
        assertThat(correction.repairs()).isTrue();
        assertThat(correction.offsets().get(0)).isCloseTo(Math.log(.5 / .95), within(1e-12));
        assertThat(correction.offsets().get(1)).isCloseTo(Math.log(.5 / .05), within(1e-12));
    }

    /** 0.04 is still below 0.05. */
    @Test
    void aCorrectionThatLosesAClassIsNoRepair() {
        assertThat(trial(Cases.probabilities(.02, .04), Cases.NINETEEN_TO_ONE).repairs())
                .isFalse();
    }

    @Test
    void whatWasWellIsNotRepaired() {
        assertThat(trial(Cases.probabilities(.02, .9), Cases.NINETEEN_TO_ONE).repairs())
                .isFalse();
    }

    @Test
    void aClassWithoutAShareHasNoOffset() {
        assertThat(PriorTrial.of(
                        Cases.probabilities(.02, .2).probabilities().orElseThrow(),
                        Cases.CLASSES,
                        new ClassDistribution(List.of(10L, 0L))))
                .isEmpty();
    }

    private static PriorCorrection trial(Answers answers, ClassDistribution counts) {
        return PriorTrial.of(answers.probabilities().orElseThrow(), Cases.CLASSES, counts)
                .orElseThrow()
                .correction();
    }
}
