package org.equipoise.monitor.response;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the service does about a sick model. Configuration prefix {@code equipoise.monitor.response}. */
@ConfigMapping(prefix = "equipoise.monitor.response")
public interface ResponsePolicy {

    /** How far it goes. */
    enum Mode {
        /** Alerts are all. */
        OFF,
        /** An alert says what to do, and an operator does it. */
        PROPOSE,
        /** A version that is sick in every instance is taken out of service, and the one before serves again. */
        ACT
    }

    /** {@code off}, {@code propose} or {@code act}. */
    @WithDefault("propose")
    Mode mode();

    /**
     * How long after its start the service acts, in [0, 1 d]: what each scoring instance answered to its canaries is
     * known after a turn of replays, and not before.
     */
    @WithDefault("10m")
    Duration settle();

    /**
     * At least so long is between two steps about one model, in [1 min, 365 d]: where the version before is sick, too,
     * a person has to look.
     */
    @WithDefault("24h")
    Duration atMostEvery();

    /** This policy, if every setting is in its range. */
    default ResponsePolicy checked() {
        inRange("settle", settle(), Duration.ZERO, Duration.ofDays(1));
        inRange("at-most-every", atMostEvery(), Duration.ofMinutes(1), Duration.ofDays(365));
        return this;
    }

    private static void inRange(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "equipoise.monitor.response." + name + " must be in [" + least + ", " + most + "], got " + value);
        }
    }
}
