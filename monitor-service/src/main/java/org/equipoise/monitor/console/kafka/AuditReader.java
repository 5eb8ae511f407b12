package org.equipoise.monitor.console.kafka;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageErased;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelDeferred;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.ReadingRequested;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.monitor.console.AuditTrail;
import org.equipoise.monitor.console.ImageStory;

/**
 * Reads the logs from their beginnings, as an auditor would: nothing that is kept anywhere else can disagree with them.
 * Takes as long as the logs are.
 */
public final class AuditReader {

    private final String bootstrapServers;
    private final ObjectStore store;

    /** @param store has the manifests, which say what a frozen version holds */
    public AuditReader(String bootstrapServers, ObjectStore store) {
        this.bootstrapServers = bootstrapServers;
        this.store = store;
    }

    /** Fills in the trail. */
    public void read(AuditTrail trail) {
        scan(Topics.PREDICTIONS_MADE, PredictionMade.class, trail::predicted);
        scan(Topics.LABELS_CHECKED, LabelChecked.class, trail::checked);
    }

    /** Fills in the story. */
    public void read(ImageStory story) {
        if (story.query().asksForOriginals()) {
            scan(Topics.IMAGES_INGESTED, ImageIngested.class, story::find);
        }
        scan(Topics.IMAGES_INGESTED, ImageIngested.class, story::ingested);
        scan(Topics.STUDIES_PUBLISHED, StudyPublished.class, story::published);
        scan(Topics.IMAGES_REJECTED, ImageRejected.class, story::rejected);
        scan(Topics.deadLetters(Topics.IMAGES_INGESTED), ImageIngested.class, story::notScored);
        scan(Topics.LABELS_SUBMITTED, LabelSubmitted.class, story::submitted);
        scan(Topics.LABELS_DEFERRED, LabelDeferred.class, story::deferred);
        scan(Topics.READINGS_REQUESTED, ReadingRequested.class, story::asked);
        scan(Topics.LABELS_CHECKED, LabelChecked.class, story::checked);
        scan(Topics.IMAGES_ERASED, ImageErased.class, story::erased);
        scan(Topics.LABELS_SUSPECTED, LabelSuspected.class, story::suspected);
        scan(Topics.PREDICTIONS_MADE, PredictionMade.class, story::predicted);
        Map<String, DatasetFrozen> frozen = new LinkedHashMap<>();
        scan(Topics.DATASETS_FROZEN, DatasetFrozen.class, event -> {
            if (story.concerns(event.dataset())) {
                frozen.put(event.key(), event);
            }
        });
        frozen.values()
                .forEach(version -> store.get(Bucket.DATASETS, version.manifestKey())
                        .ifPresent(manifest -> story.frozen(version, new String(manifest, StandardCharsets.UTF_8))));
    }

    private <T> void scan(String topic, Class<T> type, Consumer<T> taker) {
        try (var reader = new TopicReader(bootstrapServers, List.of(topic))) {
            reader.readToEnd(record -> {
                try {
                    taker.accept(EventCodec.read(record.value(), type));
                } catch (MalformedEventException e) {
                    // Not an event: it is among the dead letters.
                    return;
                }
            });
        }
    }
}
