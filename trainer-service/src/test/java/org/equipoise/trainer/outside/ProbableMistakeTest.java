package org.equipoise.trainer.outside;

import java.util.List;
import java.util.Map;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.gate.ServingEvidence.Mistaken;
import org.equipoise.trainer.outside.OutsideModel.Scaling;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ProbableMistakeTest {

    private static final LabelSet LABELS = new LabelSet(List.of("a", "b", "c"));
    private static final Evaluation CONSTANT =
            evaluation(List.of(List.of(10L, 0L, 0L), List.of(10L, 0L, 0L), List.of(10L, 0L, 0L)));
    private static final Evaluation GOOD =
            evaluation(List.of(List.of(9L, 1L, 0L), List.of(0L, 9L, 1L), List.of(1L, 0L, 9L)));

    @Test
    void aScaleThatAnswersFarBetterIsSaidWithBothNumbers() {
        Mistaken mistake = ProbableMistake.of(
                        outside(Scaling.NONE), CONSTANT, Map.of(Scaling.UNIT, GOOD, Scaling.SYMMETRIC, CONSTANT))
                .orElseThrow();

        assertThat(mistake.explanation())
                .isEqualTo("Fed 0..1 (--scale 1/255), it would have a balanced accuracy of 0.900 on the test split; fed"
                        + " 0..255 (--scale none), as registered, it has 0.333. The scale is probably the other one.");
        assertThat(mistake.otherwise()).isCloseTo(0.9, within(1e-12));
    }

    /** Images of a are answered with the second output, of b with the third, of c with the first. */
    @Test
    void labelsInAnotherOrderAreSaidAsTheyShouldBeGiven() {
        Evaluation swapped = evaluation(List.of(List.of(0L, 10L, 0L), List.of(0L, 0L, 10L), List.of(8L, 2L, 0L)));

        Mistaken mistake =
                ProbableMistake.of(outside(Scaling.UNIT), swapped, Map.of()).orElseThrow();

        assertThat(mistake.explanation())
                .isEqualTo(
                        "With --labels c,a,b it would have a balanced accuracy of 0.933 on the test split; with a,b,c,"
                                + " as registered, it has 0.000. The labels are probably in the other order.");
    }

    @Test
    void aModelThatIsBadInEveryWayHasNoMistakeNamed() {
        assertThat(ProbableMistake.of(
                        outside(Scaling.NONE), CONSTANT, Map.of(Scaling.UNIT, CONSTANT, Scaling.SYMMETRIC, CONSTANT)))
                .isEmpty();
    }

    @Test
    void aLittleBetterIsNoMistake() {
        Evaluation little = evaluation(List.of(List.of(10L, 0L, 0L), List.of(5L, 5L, 0L), List.of(10L, 0L, 0L)));

        assertThat(ProbableMistake.of(outside(Scaling.NONE), CONSTANT, Map.of(Scaling.UNIT, little)))
                .isEmpty();
    }

    private static OutsideModel outside(Scaling scaling) {
        return new OutsideModel("vendor", LABELS, null, scaling, ServingFormat.Output.SOFTMAX);
    }

    private static Evaluation evaluation(List<List<Long>> rows) {
        return Evaluation.of(ConfusionMatrix.of(rows), LABELS);
    }
}
