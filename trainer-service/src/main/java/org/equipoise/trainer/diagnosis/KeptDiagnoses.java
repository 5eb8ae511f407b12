package org.equipoise.trainer.diagnosis;

import java.util.Optional;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.diagnosis.card.Diagnosis;

/** The cards that were made. */
public final class KeptDiagnoses {

    private final ObjectStore objects;

    public KeptDiagnoses(ObjectStore objects) {
        this.objects = objects;
    }

    /** The card of a run; empty where there is none, or none that this release can read. */
    public Optional<Diagnosis> of(String model, String runId) {
        return at(ObjectKeys.diagnosis(model, runId));
    }

    /** The card of a key. */
    public Optional<Diagnosis> at(String key) {
        return objects.get(Bucket.MODELS, key).flatMap(json -> {
            try {
                return Optional.of(EventCodec.read(json, Diagnosis.class));
            } catch (MalformedEventException e) {
                return Optional.empty();
            }
        });
    }
}
