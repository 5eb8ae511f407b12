package org.equipoise.trainer.canary;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** When canaries are replayed. Configuration prefix {@code equipoise.trainer.canary}. */
@ConfigMapping(prefix = "equipoise.trainer.canary")
public interface CanaryConfig {

    /** Time between two replays of every model that serves; 1 s to 7 days. */
    @WithDefault("PT10M")
    Duration every();

    /** Whether there are any. */
    @WithDefault("true")
    boolean enabled();

    /** This configuration, if the time is in its range. */
    default CanaryConfig checked() {
        if (every().compareTo(Duration.ofSeconds(1)) < 0 || every().compareTo(Duration.ofDays(7)) > 0) {
            throw new IllegalArgumentException("equipoise.trainer.canary.every must be in [PT1S, P7D], got " + every());
        }
        return this;
    }
}
