package org.equipoise.ingest.datasets;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DatasetCountsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final DatasetCounts counts = new DatasetCounts();

    @Test
    void theLastStandingOfAnImageCounts() {
        counts.declared(new DatasetDeclared("chest", new LabelSet(List.of("none", "benign")), NOW));
        counts.checked(quarantined("a"));
        counts.checked(accepted("a", "none", 0, 3));
        counts.checked(accepted("b", "none", 0, 1));
        counts.checked(accepted("c", "benign", 1, 1));
        counts.checked(quarantined("d"));

        assertThat(counts.summary("chest")).hasValueSatisfying(summary -> {
            assertThat(summary.images()).isEqualTo(4);
            assertThat(summary.accepted()).isEqualTo(3);
            assertThat(summary.quarantined()).isEqualTo(1);
            assertThat(summary.duplicates()).isEqualTo(2);
            assertThat(summary.imbalanceRatio()).isEqualTo(2.0);
            assertThat(summary.classCounts()).containsEntry(Split.TRAIN, new ClassDistribution(List.of(2L, 1L)));
            assertThat(summary.quarantinedByReason()).containsEntry(QuarantineReason.UNKNOWN_LABEL, 1L);
        });
    }

    @Test
    void aDatasetNobodyHeardOfHasNoSummary() {
        assertThat(counts.summary("chest")).isEmpty();
        assertThat(counts.datasets()).isEmpty();
    }

    @Test
    void anEmptyClassLeavesTheRatioOut() {
        counts.declared(new DatasetDeclared("chest", new LabelSet(List.of("none", "benign")), NOW));
        counts.checked(accepted("a", "none", 0, 1));

        assertThat(counts.summary("chest"))
                .hasValueSatisfying(
                        summary -> assertThat(summary.imbalanceRatio()).isNull());
    }

    private static LabelChecked accepted(String digit, String label, int classIndex, int occurrences) {
        return new LabelChecked(
                "chest",
                digit.repeat(64),
                Standing.ACCEPTED,
                List.of(),
                label,
                classIndex,
                Split.TRAIN,
                null,
                Map.of("ann", label),
                occurrences,
                NOW);
    }

    private static LabelChecked quarantined(String digit) {
        return new LabelChecked(
                "chest",
                digit.repeat(64),
                Standing.QUARANTINED,
                List.of(QuarantineReason.UNKNOWN_LABEL),
                null,
                null,
                Split.TRAIN,
                null,
                Map.of("ann", "odd"),
                1,
                NOW);
    }
}
