package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.Settlement;
import org.equipoise.common.events.PredictionMade;
import org.jspecify.annotations.Nullable;

/**
 * One answer of one model version to one image, with what a reader decided.
 *
 * @param trainedOn dataset version that the model version was trained on; absent if it was not trained here
 * @param datasetHash content hash of that version; absent if it is not known
 * @param answer the most probable class
 * @param labels classes in the order of {@code probabilities}
 * @param standing {@code accepted} or {@code quarantined}; absent where nobody labelled the image
 * @param readerLabel the agreed label; absent unless accepted
 * @param votes label by annotator
 * @param settledBy annotators who settled the label, where not all votes count the same
 * @param overruled annotators whose votes then do not count
 */
public record AuditRow(
        String image,
        @Nullable String dataset,
        String study,
        String model,
        String modelVersion,
        @Nullable String trainedOn,
        @Nullable String datasetHash,
        Instant predictedAt,
        String answer,
        List<String> labels,
        List<Double> probabilities,
        @Nullable String standing,
        @Nullable String readerLabel,
        Map<String, String> votes,
        @Nullable Instant checkedAt,
        List<String> settledBy,
        List<String> overruled) {

    public AuditRow {
        labels = List.copyOf(labels);
        probabilities = List.copyOf(probabilities);
        votes = Map.copyOf(votes);
        settledBy = List.copyOf(settledBy);
        overruled = List.copyOf(overruled);
    }

    /** Where a model version comes from. */
    public record Origin(
            @Nullable String trainedOn, @Nullable String datasetHash) {}

    /** Puts together what three logs say. */
    static AuditRow of(PredictionMade made, Origin origin, @Nullable LabelChecked checked) {
        Settlement settlement = checked == null ? null : checked.settlement();
        return new AuditRow(
                made.imageId(),
                made.dataset(),
                made.studyId(),
                made.model(),
                made.modelVersion(),
                origin.trainedOn(),
                origin.datasetHash(),
                made.predictedAt(),
                made.labels().get(made.predictedClass()),
                made.labels(),
                made.probabilities(),
                checked == null ? null : checked.standing().name().toLowerCase(java.util.Locale.ROOT),
                checked == null ? null : checked.label(),
                checked == null ? Map.of() : checked.votes(),
                checked == null ? null : checked.checkedAt(),
                settlement == null ? List.of() : settlement.by(),
                settlement == null ? List.of() : settlement.overruled());
    }
}
