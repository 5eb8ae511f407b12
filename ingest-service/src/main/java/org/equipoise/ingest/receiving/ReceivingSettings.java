package org.equipoise.ingest.receiving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How studies are taken in. */
@ConfigMapping(prefix = "equipoise.ingest.receiving")
public interface ReceivingSettings {

    /** Images decoded and stored at the same time: the object store answers in milliseconds, the CPU is faster. */
    @WithDefault("8")
    int parallelism();

    /** Files up to this many bytes are read side by side, larger ones one at a time. */
    @WithDefault("4194304")
    long smallFileBytes();

    /** Images up to this many samples are decoded side by side, larger ones one at a time; 16 bits count twice. */
    @WithDefault("2000000")
    long smallImageSamples();

    /** Refused files up to this many bytes are copied to quarantine. */
    @WithDefault("16777216")
    long quarantineBytes();

    /** Image ids remembered as stored, so that a duplicate is not written again. */
    @WithDefault("10000")
    int rememberedImages();

    /**
     * Bytes of images that the doors hand over in memory, so that they are not read and decoded a second time; 0: none,
     * every image is read from the object store.
     */
    @WithDefault("33554432")
    long handedOverBytes();
}
