package org.equipoise.trainer.modelcard;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.ProbabilityRows;
import org.equipoise.common.html.Page;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.trainer.evaluation.OperatingPoint;
import org.equipoise.trainer.recipe.SoughtClass;
import org.equipoise.trainer.training.PriorCurve;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerSectionTest {

    private static final List<PriorCurve.Point> CURVE =
            List.of(new PriorCurve.Point(0, .5, .5, .5, null), new PriorCurve.Point(1, .5, .5, .5, null));

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

    @Test
    void aClassThatIsToBeFoundIsNamedWithWhatIsSpared() throws MalformedEventException {
        var choice = new AnswerChoice("sensitivity", null, CURVE, List.of(), new SoughtClass(1, 0.9));
        var page = new Page();

        AnswerSection.write(page, choice, new LabelSet(List.of("none", "benign")));

        assertThat(page.toString())
                .contains("so as to find benign", "a share of 0.9 of the images of none is answered as that")
                .doesNotContain("that no strength gives");
        assertThat(EventCodec.read(EventCodec.write(choice), AnswerChoice.class))
                .isEqualTo(choice);
    }

    @Test
    void anOlderCardOfThatAimCanBeRead() throws MalformedEventException {
        byte[] older = "{\"aim\":\"sensitivity\",\"curve\":[],\"thresholds\":[]}".getBytes(StandardCharsets.UTF_8);

        assertThat(EventCodec.read(older, AnswerChoice.class))
                .isEqualTo(new AnswerChoice("sensitivity", null, List.of(), List.of(), null));
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
                new AnswerChoice("none", null, CURVE, OperatingPoint.of(answers, answers), null),
                new LabelSet(List.of("none", "benign")));
        return page.toString();
    }
}
