package org.equipoise.trainer.modelcard;

import java.util.List;

import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.ProbabilityRows;
import org.equipoise.common.html.Page;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.evaluation.OperatingPoint;
import org.equipoise.trainer.training.PriorCurve;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerSectionTest {

    /** A model that is as good as sure: 0.99985 and 0.99995 are two thresholds. */
    @Test
    void thresholdsThatLieCloseTogetherAreTold() {
        assertThat(written(.99985, .99995, .5)).contains(">0.999950<").doesNotContain("none reaches it");
    }

    /** An image of the other class that is surely taken for this one: no threshold spares it. */
    @Test
    void aThresholdThatNoAnswerReachesIsNoNumber() {
        assertThat(written(1, 1, 1)).contains("none reaches it").doesNotContain("1.000000");
    }

    /** Two images of each class, of which the first class's have these probabilities of the second. */
    private static String written(double first, double second, double other) {
        var answers = new LabelledProbabilities(
                ProbabilityRows.of(
                        2, new double[] {1 - first, first, 1 - second, second, 1 - other, other, 1 - other, other}),
                new int[] {0, 0, 1, 1});
        var page = new Page();
        AnswerSection.write(
                page,
                new AnswerChoice(
                        "none",
                        null,
                        List.of(new PriorCurve.Point(0, .5, .5, .5, null), new PriorCurve.Point(1, .5, .5, .5, null)),
                        OperatingPoint.of(answers, answers)),
                new LabelSet(List.of("none", "benign")));
        return page.toString();
    }
}
