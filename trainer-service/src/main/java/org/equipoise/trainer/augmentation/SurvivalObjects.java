package org.equipoise.trainer.augmentation;

import java.util.Optional;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.modelcard.LabelSurvival;

/**
 * What was found before a run, beside its checkpoints until its model card takes it over:
 * {@code <run>/augmentation.json} in the bucket {@code checkpoints}, which goes when the run is over.
 */
public final class SurvivalObjects {

    private static final String NAME = "/augmentation.json";

    private final ObjectStore objects;

    public SurvivalObjects(ObjectStore objects) {
        this.objects = objects;
    }

    /** Keeps it. */
    void put(String runId, LabelSurvival survival) {
        objects.put(Bucket.CHECKPOINTS, runId + NAME, EventCodec.write(survival), "application/json");
    }

    /** Keeps nothing of a run. */
    void drop(String runId) {
        objects.delete(Bucket.CHECKPOINTS, runId + NAME);
    }

    /** What is kept of a run; empty where nothing is, or nothing that can be read. */
    public Optional<LabelSurvival> get(String runId) {
        return objects.get(Bucket.CHECKPOINTS, runId + NAME).flatMap(json -> {
            try {
                return Optional.of(EventCodec.read(json, LabelSurvival.class));
            } catch (MalformedEventException e) {
                return Optional.empty();
            }
        });
    }
}
