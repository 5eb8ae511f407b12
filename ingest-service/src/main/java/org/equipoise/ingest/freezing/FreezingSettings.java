package org.equipoise.ingest.freezing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How datasets are packed. */
@ConfigMapping(prefix = "equipoise.ingest.freezing")
public interface FreezingSettings {

    /**
     * Longest side in pixels of packed images when the request does not say; 8 to 512. The default is what the kept
     * pretrained networks were trained on: what they see of more is not what they know.
     */
    @WithDefault("224")
    int maxSide();

    /** Most images in one pack. */
    @WithDefault("4096")
    int packImages();

    /** Most bytes of samples in one pack: what a reader must hold in memory. */
    @WithDefault("16777216")
    int packBytes();

    /** Images fetched at the same time. */
    @WithDefault("8")
    int parallelism();

    /**
     * Whether images of one patient, and images that are nearly the same, are in one split of a version. If not, it is
     * only said that they are in several.
     */
    @WithDefault("true")
    boolean keepTogether();
}
