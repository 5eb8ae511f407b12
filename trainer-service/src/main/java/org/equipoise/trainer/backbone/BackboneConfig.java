package org.equipoise.trainer.backbone;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What files of pretrained networks are taken. */
@ConfigMapping(prefix = "equipoise.trainer.backbone")
public interface BackboneConfig {

    /**
     * Largest file, in bytes, and the most that is unpacked from it, at least 1. EfficientNet-Lite 2 has 25 MB; the
     * default of 40 MiB is held three times while it is read, which a heap of 512 MiB has room for.
     */
    @WithDefault("41943040")
    long maxUploadBytes();
}
