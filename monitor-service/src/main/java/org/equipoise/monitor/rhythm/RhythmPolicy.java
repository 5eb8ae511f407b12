package org.equipoise.monitor.rhythm;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** When a quiet model or station is told. Configuration prefix {@code equipoise.monitor.quiet}. */
@ConfigMapping(prefix = "equipoise.monitor.quiet")
public interface RhythmPolicy {

    /** Whether it is told at all. */
    @WithDefault("true")
    boolean enabled();

    /** No shorter time is too long, however often something is heard of; 1 min to 14 days. */
    @WithDefault("30m")
    Duration atLeast();

    /** This policy, if every number is in its range. */
    default RhythmPolicy checked() {
        if (atLeast().compareTo(Duration.ofMinutes(1)) < 0
                || atLeast().compareTo(Duration.ofDays(Rhythm.GONE_DAYS)) > 0) {
            throw new IllegalArgumentException(
                    "equipoise.monitor.quiet.at-least must be in [PT1M, PT336H], got " + atLeast());
        }
        return this;
    }
}
