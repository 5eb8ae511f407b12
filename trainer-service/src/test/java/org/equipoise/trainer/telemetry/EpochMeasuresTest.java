package org.equipoise.trainer.telemetry;

import java.util.List;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.labels.LabelSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EpochMeasuresTest {

    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));
    private static final EpochMeasures MEASURES = new EpochMeasures(0.5, 0.6, 1.0, 1e-3, 1000, 2, 3);

    @Test
    void anEpochOfAHealthyModelIsNotCollapsed() {
        EpochTelemetry telemetry = MEASURES.telemetry(
                ConfusionMatrix.of(List.of(List.of(80L, 10L, 0L), List.of(1L, 4L, 1L), List.of(0L, 1L, 3L))), LABELS);

        assertThat(telemetry.collapsed()).isFalse();
        assertThat(EpochMeasures.sentence(telemetry, LABELS)).doesNotContain("collapsed");
    }

    @Test
    void aLostClassIsCalledACollapseAndNamed() {
        EpochTelemetry telemetry = MEASURES.telemetry(
                ConfusionMatrix.of(List.of(List.of(90L, 0L, 0L), List.of(2L, 4L, 0L), List.of(4L, 0L, 0L))), LABELS);

        assertThat(telemetry.collapsed()).isTrue();
        assertThat(telemetry.recalls()).containsExactly(1.0, 4 / 6.0, 0.0);
        assertThat(telemetry.predictedShares()).containsExactly(0.96, 0.04, 0.0);
        assertThat(EpochMeasures.sentence(telemetry, LABELS)).endsWith("collapsed: malignant lost");
    }

    @Test
    void imagesPerSecondCountTheWaitingToo() {
        EpochTelemetry telemetry = MEASURES.telemetry(
                ConfusionMatrix.of(List.of(List.of(1L, 0L, 0L), List.of(0L, 1L, 0L), List.of(0L, 0L, 1L))), LABELS);

        assertThat(telemetry.imagesPerSecond()).isEqualTo(200);
    }
}
