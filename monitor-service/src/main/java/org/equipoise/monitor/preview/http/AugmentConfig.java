package org.equipoise.monitor.preview.http;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Where the augment service is. Configuration prefix {@code equipoise.monitor.augment}. */
@ConfigMapping(prefix = "equipoise.monitor.augment")
public interface AugmentConfig {

    /** Its address with scheme and port; without it the console shows no augmented images. */
    Optional<String> url();

    /** A viewer's API key; none is sent without it. */
    Optional<String> key();
}
