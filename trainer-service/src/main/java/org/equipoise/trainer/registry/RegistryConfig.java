package org.equipoise.trainer.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the registry takes. */
@ConfigMapping(prefix = "equipoise.trainer.registry")
public interface RegistryConfig {

    /**
     * Largest zip of a model trained elsewhere, in bytes. A registration holds it twice in the heap, so the default of
     * 112 MiB goes into a heap of 512 MiB with what else is there; a larger limit needs a larger heap.
     */
    @WithDefault("117440512")
    long maxUploadBytes();
}
