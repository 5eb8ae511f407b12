package org.equipoise.ingest.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.datasets.DatasetCounts;
import org.equipoise.ingest.doors.Refusal;
import org.equipoise.ingest.orthanc.Position;
import org.equipoise.ingest.receiving.StudyReceipt;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A renamed meter breaks a dashboard. */
class IngestMetricsTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final IngestMetrics metrics = new IngestMetrics(registry);

    @Test
    void aReceiptIsCounted() {
        metrics.received(new StudyReceipt(
                List.of(new ImageIngested(
                        "chest", "a".repeat(64), "s", "o", "k", 16, 16, 1, "DX", null, null, 1, null, NOW, NOW)),
                List.of(new ImageRejected("s", "chest", "k2", RejectionReason.EMPTY, "0 bytes", NOW)),
                List.of()));
        metrics.deadLetter("studies.published");
        metrics.skipped("labels.checked");
        metrics.unforeseen("labels.submitted");
        metrics.stored(3);
        metrics.taken(4, List.of());
        metrics.gone(5, 1);
        metrics.leftOut(6, "again and again");
        metrics.begins(new Position(0, ""), "the first time");
        metrics.failed("answer", "none");
        metrics.refused(new Refusal(Refusal.Kind.HELD_BACK, "BURNED_IN_ANNOTATION", "held back"));

        assertThat(registry.scrape())
                .contains("equipoise_ingest_objects_total{outcome=\"stored\",reason=\"none\",} 1.0")
                .contains("equipoise_ingest_objects_total{outcome=\"held-back\",reason=\"burned-in-annotation\",} 1.0")
                .contains("equipoise_ingest_orthanc_total{outcome=\"taken\",} 1.0")
                .contains("equipoise_ingest_orthanc_total{outcome=\"gone\",} 1.0")
                .contains("equipoise_ingest_orthanc_total{outcome=\"left-out\",} 1.0")
                .contains("equipoise_ingest_orthanc_total{outcome=\"begun\",} 1.0")
                .contains("equipoise_ingest_orthanc_total{outcome=\"failed-answer\",} 1.0")
                .contains("equipoise_ingest_studies_total 1.0")
                .contains("equipoise_ingest_images_ingested_total 1.0")
                .contains("equipoise_ingest_images_rejected_total{reason=\"empty\",} 1.0")
                .contains("equipoise_ingest_latency_seconds_count 1")
                .contains("equipoise_ingest_latency_seconds_bucket")
                .contains("equipoise_ingest_dead_letters_total{topic=\"studies.published\",} 1.0")
                .contains("equipoise_ingest_records_skipped_total{topic=\"labels.checked\",} 1.0")
                .contains("equipoise_records_unforeseen_total{topic=\"labels.submitted\",} 1.0")
                .contains("equipoise_records_unforeseen_total{topic=\"studies.published\",} 0.0");
    }

    @Test
    void standingsAndDatasetsAreShown() {
        LabelChecked accepted = checked(Standing.ACCEPTED, List.of());
        LabelChecked quarantined = new LabelChecked(
                "chest",
                "b".repeat(64),
                Standing.QUARANTINED,
                List.of(QuarantineReason.CONFLICTING_LABELS),
                null,
                null,
                Split.TRAIN,
                null,
                Map.of(),
                1,
                NOW);
        var counts = new DatasetCounts();
        counts.declared(new DatasetDeclared("chest", new LabelSet(List.of("none", "benign")), NOW));
        counts.checked(accepted);
        counts.checked(quarantined);

        metrics.checked(accepted);
        metrics.checked(quarantined);
        metrics.refresh(counts);
        metrics.refresh(counts);

        assertThat(registry.scrape())
                .contains("equipoise_ingest_labels_checked_total{reason=\"none\",standing=\"accepted\",} 1.0")
                .contains(
                        "equipoise_ingest_labels_checked_total{reason=\"conflicting-labels\",standing=\"quarantined\",} 1.0")
                .contains("equipoise_dataset_images{class=\"none\",dataset=\"chest\",split=\"train\",} 1.0")
                .contains("equipoise_dataset_images{class=\"benign\",dataset=\"chest\",split=\"val\",} 0.0")
                .contains("equipoise_dataset_quarantined{dataset=\"chest\",reason=\"conflicting-labels\",} 1.0")
                .contains("equipoise_dataset_imbalance_ratio{dataset=\"chest\",} +Inf");
    }

    private static LabelChecked checked(Standing standing, List<QuarantineReason> reasons) {
        return new LabelChecked(
                "chest", "a".repeat(64), standing, reasons, "none", 0, Split.TRAIN, null, Map.of(), 1, NOW);
    }
}
