package org.equipoise.trainer.registry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the registry takes. */
@ConfigMapping(prefix = "equipoise.trainer.registry")
public interface RegistryConfig {

    /** Largest zip of a model trained elsewhere, in bytes; it is read into memory. */
    @WithDefault("1073741824")
    long maxUploadBytes();
}
