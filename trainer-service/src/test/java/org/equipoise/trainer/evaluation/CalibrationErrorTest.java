package org.equipoise.trainer.evaluation;

import org.equipoise.common.evaluation.ProbabilityCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class CalibrationErrorTest {

    /** Three answers at .9, two of them right (gap .9 - 2/3), one right at .5 (gap .5): .75 * .2333 + .25 * .5. */
    @Test
    void isTheMeanGapWeightedByImages() {
        var answers = ProbabilityCases.of(2, new int[] {0, 0, 1, 0}, .9, .1, .9, .1, .9, .1, .5, .5);

        CalibrationError error = CalibrationError.of(answers);

        assertThat(error.expected()).isCloseTo(.75 * (.9 - 2 / 3.0) + .25 * .5, within(1e-12));
        assertThat(error.bins()).hasSize(2);
        assertThat(error.bins().get(0).lower()).isEqualTo(7 / 15.0);
        assertThat(error.bins().get(0).gap()).isEqualTo(-.5);
        assertThat(error.bins().get(1).images()).isEqualTo(3);
        assertThat(error.bins().get(1).upper()).isEqualTo(14 / 15.0);
    }

    @Test
    void certainAndRightIsPerfect() {
        CalibrationError error = CalibrationError.of(ProbabilityCases.of(2, new int[] {0, 1}, 1, 0, 0, 1));

        assertThat(error.expected()).isZero();
        assertThat(error.bins()).containsExactly(new CalibrationError.Bin(14 / 15.0, 1, 2, 1, 1));
    }

    @Test
    void certainAndWrongIsTheWorst() {
        assertThat(CalibrationError.of(ProbabilityCases.of(2, new int[] {1, 0}, 1, 0, 0, 1))
                        .expected())
                .isEqualTo(1);
    }

    @Test
    void ofNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CalibrationError.of(ProbabilityCases.of(2, new int[0])))
                .withMessage("calibration error of no images");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void honestAnswersHaveNextToNone(long seed) {
        double[] uniform = {.25, .25, .25, .25};

        CalibrationError error = CalibrationError.of(ProbabilityCases.drawn(seed, 20_000, 1.2, uniform));

        assertThat(error.expected()).as("seed %d", seed).isLessThan(.02);
        assertThat(error.bins().stream().mapToLong(CalibrationError.Bin::images).sum())
                .isEqualTo(20_000);
    }

    /** As above, the wrong answer at .9 counting twice: bins of weight 4 and 1. */
    @Test
    void weightsStandForImages() {
        var answers = ProbabilityCases.of(2, new int[] {0, 0, 1, 0}, .9, .1, .9, .1, .9, .1, .5, .5);

        CalibrationError error = CalibrationError.of(answers, new double[] {1, 1, 2, 1});

        assertThat(error.expected()).isCloseTo(.8 * (.9 - .5) + .2 * .5, within(1e-12));
        assertThat(error.bins().get(1).images()).isEqualTo(3);
        assertThat(ProperScores.brier(answers, new double[] {0, 0, 0, 1})).isCloseTo(.5, within(1e-12));
        assertThat(ProperScores.negativeLogLikelihood(answers, new double[] {1, 0, 0, 3}))
                .isCloseTo((-Math.log(.9) - 3 * Math.log(.5)) / 4, within(1e-12));
    }

    /** Three images of class 0 and one of class 1, counted as if they were even. */
    @Test
    void aClassCountsItsShareHoweverManyImagesItHas() {
        var answers = ProbabilityCases.of(2, new int[] {0, 0, 1, 0}, .9, .1, .9, .1, .9, .1, .5, .5);

        assertThat(answers.weightsAt(java.util.List.of(.5, .5)))
                .containsExactly(new double[] {2 / 3.0, 2 / 3.0, 2, 2 / 3.0}, within(1e-12));
        assertThat(answers.weightsAt(java.util.List.of(.75, .25))).containsExactly(1, 1, 1, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> answers.weightsAt(java.util.List.of(1.0)))
                .withMessage("1 shares for 2 classes");
    }
}
