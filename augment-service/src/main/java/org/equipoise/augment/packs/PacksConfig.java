package org.equipoise.augment.packs;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much of the frozen datasets is kept here, and where. */
@ConfigMapping(prefix = "equipoise.augment.packs")
public interface PacksConfig {

    /**
     * Bytes of training images in memory; the last used dataset versions stay. A split that is larger is read from the
     * cache folder. Never more than half of the heap is used, whatever this says.
     */
    @WithDefault("268435456")
    long maxBytes();

    /**
     * The folder for training splits that are larger than {@link #maxBytes}; nothing else is in it. Of each instance
     * its own.
     */
    @WithDefault("${equipoise.state-dir}/packs-${equipoise.instance}")
    String cacheFolder();

    /**
     * How often it is looked whether the object store still has what is kept here, from the start on; what it has no
     * more was perhaps erased for a patient, and goes. At least a second.
     */
    @WithDefault("PT10M")
    Duration forgetEvery();

    /** Bytes of all files in the cache folder; the last used versions stay. A split that is larger is refused. */
    @WithDefault("17179869184")
    long cacheBytes();
}
