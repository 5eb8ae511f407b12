package org.equipoise.monitor.response.http;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Where the trainer is. Configuration prefix {@code equipoise.monitor.trainer}. */
@ConfigMapping(prefix = "equipoise.monitor.trainer")
public interface TrainerConfig {

    /** Its address with scheme and port; without it nothing can be rolled back or held from here. */
    Optional<String> url();

    /** An operator's API key; none is sent without it. */
    Optional<String> key();
}
