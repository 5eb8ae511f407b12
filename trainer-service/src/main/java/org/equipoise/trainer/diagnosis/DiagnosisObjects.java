package org.equipoise.trainer.diagnosis;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.diagnosis.card.Diagnosis;

/** The diagnoses of models in the bucket {@code models}: a card each, with its page. */
public final class DiagnosisObjects {

    private static final String JSON = ".json";

    private final ObjectStore objects;

    public DiagnosisObjects(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * Keeps a card with its page.
     *
     * @param id {@link org.equipoise.common.events.DiagnosisMade#diagnosisId}
     */
    public void put(String model, String id, Diagnosis card, String page) {
        objects.put(
                Bucket.MODELS,
                ObjectKeys.diagnosisPage(model, id),
                page.getBytes(StandardCharsets.UTF_8),
                "text/html; charset=utf-8");
        objects.put(Bucket.MODELS, ObjectKeys.diagnosis(model, id), EventCodec.write(card), "application/json");
    }

    /** A card; empty where there is none, or none that this release can read. */
    public Optional<Diagnosis> card(String model, String id) {
        return read(ObjectKeys.diagnosis(model, id));
    }

    /** The newest diagnoses of a model, the last one first; no more cards than these are read. */
    public List<DiagnosedRun> newest(String model, int most) {
        String folder = ObjectKeys.diagnoses(model);
        return objects.newest(Bucket.MODELS, folder, JSON, most).stream()
                .flatMap(key -> read(key)
                        .map(card ->
                                DiagnosedRun.of(key.substring(folder.length(), key.length() - JSON.length()), card))
                        .stream())
                .sorted(Comparator.comparing(DiagnosedRun::at).reversed())
                .toList();
    }

    private Optional<Diagnosis> read(String key) {
        return objects.get(Bucket.MODELS, key).flatMap(json -> {
            try {
                return Optional.of(EventCodec.read(json, Diagnosis.class));
            } catch (MalformedEventException e) {
                return Optional.empty();
            }
        });
    }
}
