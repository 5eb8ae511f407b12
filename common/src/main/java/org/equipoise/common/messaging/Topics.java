package org.equipoise.common.messaging;

import java.util.List;

/** Every topic, by name. Each has a dead-letter topic of the same name with {@code .dlq} behind it. */
public final class Topics {

    public static final String STUDIES_PUBLISHED = "studies.published";
    public static final String IMAGES_INGESTED = "images.ingested";
    public static final String IMAGES_REJECTED = "images.rejected";
    public static final String IMAGES_ERASED = "images.erased";
    public static final String LABELS_SUBMITTED = "labels.submitted";
    public static final String LABELS_DEFERRED = "labels.deferred";
    public static final String READINGS_REQUESTED = "readings.requested";
    public static final String LABELS_CHECKED = "labels.checked";
    public static final String LABELS_SUSPECTED = "labels.suspected";
    public static final String DATASETS_DECLARED = "datasets.declared";
    public static final String DATASETS_FROZEN = "datasets.frozen";
    public static final String TRAINING_REQUESTED = "training.requested";
    public static final String TRAINING_PROGRESSED = "training.progressed";
    public static final String SHARDS_REQUESTED = "shards.requested";
    public static final String SHARDS_READY = "shards.ready";
    public static final String MODELS_TRAINED = "models.trained";
    public static final String MODELS_DECIDED = "models.decided";
    public static final String DIAGNOSES_REQUESTED = "diagnoses.requested";
    public static final String DIAGNOSES_MADE = "diagnoses.made";
    public static final String PREDICTIONS_MADE = "predictions.made";
    public static final String CANARIES_REPLAYED = "canaries.replayed";
    public static final String ALERTS_CHANGED = "alerts.changed";
    public static final String ALERTS_SILENCED = "alerts.silenced";

    private static final List<String> COMPACTED = List.of(
            IMAGES_ERASED,
            LABELS_CHECKED,
            READINGS_REQUESTED,
            DATASETS_DECLARED,
            DATASETS_FROZEN,
            MODELS_DECIDED,
            ALERTS_CHANGED,
            ALERTS_SILENCED);

    private static final List<String> DELETED_FROM = List.of(LABELS_CHECKED, READINGS_REQUESTED, DATASETS_FROZEN);

    private static final List<String> PLAIN = List.of(
            STUDIES_PUBLISHED,
            IMAGES_INGESTED,
            IMAGES_REJECTED,
            LABELS_SUBMITTED,
            LABELS_DEFERRED,
            LABELS_SUSPECTED,
            TRAINING_REQUESTED,
            TRAINING_PROGRESSED,
            SHARDS_REQUESTED,
            SHARDS_READY,
            MODELS_TRAINED,
            DIAGNOSES_REQUESTED,
            DIAGNOSES_MADE,
            PREDICTIONS_MADE,
            CANARIES_REPLAYED);

    private Topics() {}

    /** Topics of which Kafka keeps the last record of each key for ever. */
    public static List<String> compacted() {
        return COMPACTED;
    }

    /** Every topic but the dead-letter ones. */
    public static List<String> all() {
        return java.util.stream.Stream.concat(PLAIN.stream(), COMPACTED.stream())
                .toList();
    }

    /** Where records of {@code topic} go that could not be handled. */
    public static String deadLetters(String topic) {
        return topic + ".dlq";
    }

    /**
     * Of those that are compacted, the ones in which a record without a value says that what its key names is no more.
     */
    public static boolean isDeletedFrom(String topic) {
        return DELETED_FROM.contains(topic);
    }
}
