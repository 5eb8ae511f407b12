package org.equipoise.trainer.evaluation;

import java.util.List;

import org.equipoise.common.evaluation.ProbabilityCases;
import org.equipoise.common.evaluation.RocAuc;
import org.equipoise.common.labels.LabelSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JudgedAnswersTest {

    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));

    @Test
    void probabilitiesGiveTheAreaAndTheCalibrationErrorBesideTheSameConfusion() {
        var answers = ProbabilityCases.of(3, new int[] {0, 1, 2, 0}, .8, .1, .1, .2, .7, .1, .5, .1, .4, .6, .3, .1);

        var evaluation = JudgedAnswers.evaluate(answers, LABELS);

        assertThat(evaluation.auc()).isEqualTo(RocAuc.of(answers).macro().orElseThrow());
        assertThat(evaluation.calibrationError())
                .isEqualTo(CalibrationError.of(answers).expected());
        assertThat(evaluation.confusion()).isEqualTo(answers.confusion().rows());
        assertThat(evaluation.balancedAccuracy()).isEqualTo(2 / 3.0);
    }
}
