package org.equipoise.trainer.evaluation;

import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.ProbabilityCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class TemperatureScalingTest {

    /** Logit log 9 is claimed, three of four are right, so log 3 is true: the temperature is log 9 / log 3 = 2. */
    @Test
    void threeOfFourRightAtNinetyPerCentNeedTwo() {
        var answers = ProbabilityCases.of(2, new int[] {0, 0, 0, 1}, .9, .1, .9, .1, .9, .1, .9, .1);

        TemperatureScaling scaling = TemperatureScaling.fit(answers);

        assertThat(scaling.temperature()).isCloseTo(2, within(1e-12));
        assertThat(scaling.apply(answers).probability(0, 0)).isCloseTo(.75, within(1e-12));
    }

    /** The wrong one counts three times: three of six are right, and no temperature up to the highest is enough. */
    @Test
    void weightsCount() {
        var answers = ProbabilityCases.of(2, new int[] {0, 0, 0, 1}, .9, .1, .9, .1, .9, .1, .9, .1);

        assertThat(TemperatureScaling.fit(answers, new double[] {1, 1, 1, 3}).temperature())
                .isCloseTo(TemperatureScaling.HOTTEST, within(1e-9));
        assertThat(TemperatureScaling.fit(answers, new double[] {3, 3, 3, 1}).temperature())
                .isCloseTo(1, within(1e-9));
    }

    /** Two of two right: by the rule of succession three of four are to be claimed, not all. */
    @Test
    void alwaysRightIsBelievedAsFarAsTheImagesReach() {
        var answers = ProbabilityCases.of(2, new int[] {0, 1}, .6, .4, .4, .6);

        TemperatureScaling scaling = TemperatureScaling.fit(answers);

        assertThat(scaling.temperature()).isCloseTo(Math.log(1.5) / Math.log(3), within(1e-12));
        assertThat(scaling.apply(answers).probability(0, 0)).isCloseTo(.75, within(1e-12));
    }

    @Test
    void whatClaimsMoreThanTheImagesShowIsNotSharpened() {
        var answers = ProbabilityCases.of(2, new int[] {0, 1}, .9, .1, .1, .9);

        assertThat(TemperatureScaling.fit(answers)).isEqualTo(TemperatureScaling.NONE);
    }

    @Test
    void uniformAnswersAreLeftAlone() {
        assertThat(TemperatureScaling.fit(ProbabilityCases.of(2, new int[] {0, 1}, .5, .5, .5, .5)))
                .isEqualTo(TemperatureScaling.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void recoversAPlantedTemperatureAndHelps(long seed) {
        LabelledProbabilities honest = ProbabilityCases.drawn(seed, 20_000, 1.2, .25, .25, .25, .25);
        LabelledProbabilities tooSure = new TemperatureScaling(.4).apply(honest);

        TemperatureScaling scaling = TemperatureScaling.fit(tooSure);

        assertThat(scaling.temperature()).as("seed %d", seed).isCloseTo(2.5, within(.1));
        assertThat(CalibrationError.of(scaling.apply(tooSure)).expected())
                .isLessThan(CalibrationError.of(tooSure).expected() / 5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isNeverWorseThanDoingNothing(long seed) {
        LabelledProbabilities few = ProbabilityCases.drawn(seed, 7, .5, .6, .3, .1);

        LabelledProbabilities scaled = TemperatureScaling.fit(few).apply(few);

        assertThat(ProperScores.negativeLogLikelihood(scaled))
                .as("seed %d", seed)
                .isLessThanOrEqualTo(ProperScores.negativeLogLikelihood(few));
    }

    @ParameterizedTest
    @ValueSource(doubles = {.05, .5, 1, 3, 20})
    void neverChangesTheAnswer(double temperature) {
        LabelledProbabilities answers = ProbabilityCases.drawn(7, 500, 1, .5, .3, .2);

        LabelledProbabilities scaled = new TemperatureScaling(temperature).apply(answers);

        assertThat(scaled.confusion().rows()).isEqualTo(answers.confusion().rows());
    }

    @Test
    void refusesWhatCannotBeFitted() {
        var answers = ProbabilityCases.of(2, new int[] {0, 1}, .5, .5, .5, .5);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TemperatureScaling.fit(ProbabilityCases.of(2, new int[0])))
                .withMessage("temperature of no images");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TemperatureScaling.fit(answers, new double[] {1}))
                .withMessage("1 weights for 2 images");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TemperatureScaling.fit(answers, new double[] {1, Double.NaN}))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TemperatureScaling.fit(answers, new double[2]))
                .withMessage("all weights are 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TemperatureScaling(0))
                .withMessageContaining("got 0.0");
    }
}
