package org.equipoise.monitor.lag;

import java.time.Duration;
import java.util.List;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whose lag is published. Configuration prefix {@code equipoise.monitor.lag}. */
@ConfigMapping(prefix = "equipoise.monitor.lag")
public interface LagPolicy {

    /** The consumer groups; one that does not exist has none. */
    @WithDefault("ingest-studies,ingest-declarations,ingest-checking,augment-shards,trainer-train,trainer-score,"
            + "monitor-service,monitor-followed")
    List<String> groups();

    /** How often it is looked at; 1 s to 5 min. */
    @WithDefault("15s")
    Duration every();

    /** This policy, if every number is in its range. */
    default LagPolicy checked() {
        if (every().compareTo(Duration.ofSeconds(1)) < 0 || every().compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("equipoise.monitor.lag.every must be in [PT1S, PT5M], got " + every());
        }
        return this;
    }
}
