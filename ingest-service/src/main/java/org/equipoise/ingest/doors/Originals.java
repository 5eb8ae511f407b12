package org.equipoise.ingest.doors;

import java.nio.file.Path;

/** Keeps objects as they were received, where somebody asked for it. They say who the patient is. */
@FunctionalInterface
public interface Originals {

    /** Keeps none, which is so unless it is configured. */
    Originals NONE = (file, key) -> {};

    /**
     * Keeps an object; when this returns, it is durable.
     *
     * @param key of pseudonyms: the same for the same object, so that it replaces itself
     * @throws org.equipoise.common.storage.StorageException if it cannot be kept: it may be sent again
     */
    void keep(Path file, String key);
}
