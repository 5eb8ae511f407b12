package org.equipoise.monitor.watch;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** When a study counts. Configuration prefix {@code equipoise.monitor.studies}. */
@ConfigMapping(prefix = "equipoise.monitor.studies")
public interface StudyPolicy {

    /** A study counts with the predictions it has when this time has passed since its first; 1 s to 1 h. */
    @WithDefault("30s")
    Duration completeWithin();

    /** How long a prediction is remembered, so that a redelivery changes nothing; 1 min to 30 days. */
    @WithDefault("1d")
    Duration remembered();

    /** This policy, if every duration is in its range. */
    default StudyPolicy checked() {
        inRange("complete-within", completeWithin(), Duration.ofSeconds(1), Duration.ofHours(1));
        inRange("remembered", remembered(), Duration.ofMinutes(1), Duration.ofDays(30));
        return this;
    }

    private static void inRange(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "equipoise.monitor.studies." + name + " must be in [" + least + ", " + most + "], got " + value);
        }
    }
}
