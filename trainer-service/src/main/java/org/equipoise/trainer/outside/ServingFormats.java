package org.equipoise.trainer.outside;

import java.util.Optional;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.registry.ModelObjects;

/** What lies beside a saved model from outside in the bucket {@code models}: how it is fed and read. */
public final class ServingFormats {

    private static final String SERVING = "/serving.json";

    private final ObjectStore objects;

    public ServingFormats(ObjectStore objects) {
        this.objects = objects;
    }

    void put(String artifactKey, ServingFormat format) {
        objects.put(Bucket.MODELS, artifactKey + SERVING, EventCodec.write(format), "application/json");
    }

    /**
     * How a version trained elsewhere is fed; empty for own versions.
     *
     * @throws MalformedEventException if what is stored says nothing that can be read
     */
    public Optional<ServingFormat> of(String artifactKey) throws MalformedEventException {
        Optional<byte[]> json = objects.get(Bucket.MODELS, artifactKey + SERVING);
        return json.isEmpty() ? Optional.empty() : Optional.of(EventCodec.read(json.get(), ServingFormat.class));
    }

    /** The saved model of one folder into another, to be fed in another way. */
    void copy(String artifactKey, String to, ServingFormat format) {
        put(to, format);
        new ModelObjects(objects)
                .putSavedModel(to, objects.require(Bucket.MODELS, ModelObjects.savedModelKey(artifactKey)));
    }

    /** Takes such a copy away. */
    void drop(String artifactKey) {
        objects.delete(Bucket.MODELS, artifactKey + SERVING);
        objects.delete(Bucket.MODELS, ModelObjects.savedModelKey(artifactKey));
    }
}
