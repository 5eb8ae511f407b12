package org.equipoise.trainer.evaluation;

import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.ProbabilityCases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ProperScoresTest {

    @Test
    void agreeWithACaseByHand() {
        var answers = ProbabilityCases.of(3, new int[] {0, 2}, .5, .3, .2, .1, .1, .8);

        assertThat(ProperScores.negativeLogLikelihood(answers))
                .isCloseTo(-(Math.log(.5) + Math.log(.8)) / 2, within(1e-15));
        assertThat(ProperScores.brier(answers)).isCloseTo((.25 + .09 + .04 + .01 + .01 + .04) / 2, within(1e-15));
    }

    @Test
    void aCertainMistakeIsFinite() {
        var answers = ProbabilityCases.of(2, new int[] {1}, 1, 0);

        assertThat(ProperScores.negativeLogLikelihood(answers)).isCloseTo(52 * Math.log(2), within(1e-12));
        assertThat(ProperScores.brier(answers)).isEqualTo(2);
    }

    @Test
    void ofNothingAreRefused() {
        var nothing = ProbabilityCases.of(2, new int[0]);

        assertThatIllegalArgumentException().isThrownBy(() -> ProperScores.negativeLogLikelihood(nothing));
        assertThatIllegalArgumentException().isThrownBy(() -> ProperScores.brier(nothing));
    }

    /** Proper: answers that are honest score better than the same made bolder or more timid. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void honestyIsBest(long seed) {
        LabelledProbabilities honest = ProbabilityCases.drawn(seed, 20_000, 1.2, .25, .25, .25, .25);

        for (double temperature : new double[] {.5, 2}) {
            LabelledProbabilities other = new TemperatureScaling(temperature).apply(honest);
            assertThat(ProperScores.negativeLogLikelihood(other))
                    .as("seed %d at %s", seed, temperature)
                    .isGreaterThan(ProperScores.negativeLogLikelihood(honest));
            assertThat(ProperScores.brier(other)).isGreaterThan(ProperScores.brier(honest));
        }
    }
}
