package org.equipoise.trainer.evaluation;

import java.util.List;

import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.ProbabilityRows;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class OperatingPointTest {

    /**
     * Ten validation images of the other class at .05, .15 to .95: eight are spared above .75. Of the test images of
     * the class two of three lie above it, and of four of the other class three below.
     */
    @Test
    void aThresholdByHand() {
        var validation = answers(
                new int[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, .05, .15, .25, .35, .45, .55, .65, .75, .85, .95, .9);
        var test = answers(new int[] {1, 1, 1, 0, 0, 0, 0}, .8, .99, .7, .1, .2, .75, .76);

        OperatingPoint point = OperatingPoint.of(1, .80, validation, test).orElseThrow();

        assertThat(point.threshold()).isCloseTo(.75, within(1e-9)).isGreaterThan(.75);
        assertThat(point.sensitivity().value()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(point.sensitivity().lower()).isCloseTo(.2077, within(1e-4));
        assertThat(point.kept().value()).isCloseTo(.75, within(1e-12));
    }

    @Test
    void eitherClassMayBeTheOneToFind() {
        var answers = answers(new int[] {0, 0, 1, 1}, .1, .4, .3, .9);

        List<OperatingPoint> points = OperatingPoint.of(answers, answers);

        assertThat(points).extracting(OperatingPoint::found).containsExactly(0, 0, 0, 1, 1, 1);
        assertThat(points).extracting(OperatingPoint::specificity).containsExactly(.8, .9, .95, .8, .9, .95);
        assertThat(points).allSatisfy(point -> assertThat(point.kept().value()).isEqualTo(1));
    }

    @Test
    void moreClassesAndMissingOnesHaveNoThresholds() {
        var three = new LabelledProbabilities(
                ProbabilityRows.of(3, new double[] {.2, .3, .5, .2, .3, .5}), new int[] {0, 1});
        var one = answers(new int[] {1, 1}, .3, .9);

        assertThat(OperatingPoint.of(three, three)).isEmpty();
        assertThat(OperatingPoint.of(one, one)).isEmpty();
    }

    private static LabelledProbabilities answers(int[] labels, double... ofSecond) {
        double[] rows = new double[2 * ofSecond.length];
        for (int i = 0; i < ofSecond.length; i++) {
            rows[2 * i] = 1 - ofSecond[i];
            rows[2 * i + 1] = ofSecond[i];
        }
        return new LabelledProbabilities(ProbabilityRows.of(2, rows), labels);
    }
}
