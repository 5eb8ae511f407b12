package org.equipoise.common.evaluation;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LabelledProbabilitiesTest {

    @Test
    void theLowestClassIndexWinsATie() {
        assertThat(ProbabilityRows.of(3, new double[] {.2, .4, .4}).predictedClass(0))
                .isEqualTo(1);
    }

    @Test
    void confusionCountsTrueAndPredictedClass() {
        var answers = ProbabilityCases.of(2, new int[] {0, 1, 1}, .9, .1, .2, .8, .6, .4);

        assertThat(answers.confusion().rows()).isEqualTo(List.of(List.of(1L, 0L), List.of(1L, 1L)));
        assertThat(answers.right(2)).isFalse();
    }

    @Test
    void laterChangesOfTheArraysAreNotSeen() {
        double[] rows = {.9, .1};
        int[] labels = {0};
        var answers = new LabelledProbabilities(ProbabilityRows.of(2, rows), labels);

        rows[0] = .5;
        labels[0] = 1;

        assertThat(answers.probability(0, 0)).isEqualTo(.9);
        assertThat(answers.label(0)).isZero();
    }

    @Test
    void roundedFloatsAreADistribution() {
        assertThat(ProbabilityRows.of(3, new float[] {1 / 3f, 1 / 3f, 1 / 3f}).size())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -.1, 1.1, Double.POSITIVE_INFINITY})
    void whatIsNoProbabilityIsRefused(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbabilityRows.of(2, new double[] {.5, .5, .5, value}))
                .withMessage("probability of class 1 in row 1 must be in [0, 1], got " + value);
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbabilityRows.of(1, new double[] {1}))
                .withMessageContaining("at least two classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbabilityRows.of(2, new double[3]))
                .withMessage("3 probabilities for rows of 2 classes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbabilityRows.of(2, new double[] {.5, .4}))
                .withMessage("row 0 must sum to 1, got 0.9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbabilityCases.of(2, new int[] {0, 1}, .5, .5))
                .withMessage("1 rows of probabilities for 2 labels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProbabilityCases.of(2, new int[] {2}, .5, .5))
                .withMessage("class index 2 of 2 classes");
    }
}
