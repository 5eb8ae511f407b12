package org.equipoise.trainer.registry;

import org.equipoise.common.events.ModelDecided.Champion;

/** Tries whether a version can serve at all. */
@FunctionalInterface
public interface VersionProbe {

    /**
     * Loads the version and lets it answer a black, a white and a noisy image.
     *
     * @throws InvalidModelException if it cannot be loaded, or answers with what are no probabilities of its classes
     */
    void probe(Champion version);
}
