package org.equipoise.local.terminal;

import java.util.List;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.labels.LabelSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EvaluationTableTest {

    private static final LabelSet LABELS = new LabelSet(List.of("healthy", "ill"));

    @Test
    void theAreaStandsBesideTheBalancedAccuracyAndNeverFirst() {
        var answers = ConfusionMatrix.of(List.of(List.of(2L, 0L), List.of(1L, 1L)));
        var evaluation = Evaluation.of(answers, 0.75, null, LABELS);

        assertThat(EvaluationTable.summary(evaluation))
                .isEqualTo("balanced accuracy 0.750, macro-F1 0.733, AUC 0.750, accuracy 0.750 (always answering the"
                        + " largest class: 0.500)");
    }

    /** Wilson intervals of 3 of 4 right among the answers "ill" and 3 of 3 right among the ill. */
    @Test
    void recallAndPrecisionHaveTheirIntervals() {
        var evaluation = Evaluation.of(ConfusionMatrix.of(List.of(List.of(9L, 1L), List.of(0L, 3L))), LABELS);

        assertThat(EvaluationTable.lines(evaluation).get(2))
                .matches(".*ill +3 +4 +1\\.000 +0\\.439 to 1\\.000 +0\\.750 +0\\.301 to 0\\.954 +0\\.857.*");
    }

    @Test
    void withoutProbabilitiesThereIsNoArea() {
        var evaluation = Evaluation.of(ConfusionMatrix.of(List.of(List.of(9L, 0L), List.of(0L, 1L))), LABELS);

        assertThat(EvaluationTable.summary(evaluation)).doesNotContain("AUC").contains("accuracy 1.000");
    }
}
