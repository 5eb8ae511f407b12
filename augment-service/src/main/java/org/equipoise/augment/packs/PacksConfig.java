package org.equipoise.augment.packs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much of the frozen datasets is kept in memory. */
@ConfigMapping(prefix = "equipoise.augment.packs")
public interface PacksConfig {

    /**
     * Bytes of training images in memory; the last used dataset versions stay. A single split that is larger is
     * refused. Never more than half of the heap is used, whatever this says.
     */
    @WithDefault("268435456")
    long maxBytes();
}
