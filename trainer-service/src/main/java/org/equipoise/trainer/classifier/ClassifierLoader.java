package org.equipoise.trainer.classifier;

import org.equipoise.common.events.ModelDecided.Champion;

/** Loads versions from the registry. */
public interface ClassifierLoader {

    /**
     * Loads a version; the caller closes it.
     *
     * @throws org.equipoise.common.storage.StorageException if the registry cannot be read
     * @throws UnusableModelException if the registry has no such version, or what it has is no model that can be loaded
     */
    Classifier load(Champion champion);
}
