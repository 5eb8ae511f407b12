package org.equipoise.monitor.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the watching is spread. Configuration prefix {@code equipoise.monitor.kafka}. */
@ConfigMapping(prefix = "equipoise.monitor.kafka")
public interface KafkaPolicy {

    /**
     * Partitions by model, in [1, 1000]: as many instances can share the watching. Best as many as
     * {@code predictions.made} has. Fixed once the service has run, for the state is spread the same way.
     */
    @WithDefault("3")
    int partitions();

    /**
     * Whether a prediction that already lies in the partition of its model is watched there. Otherwise every prediction
     * takes the way over a topic by model, which is slower. Needed where {@code predictions.made} has got more
     * partitions since the service ran first.
     */
    @WithDefault("true")
    boolean direct();

    /** This policy, if every number is in its range. */
    default KafkaPolicy checked() {
        if (partitions() < 1 || partitions() > 1000) {
            throw new IllegalArgumentException(
                    "equipoise.monitor.kafka.partitions must be in [1, 1000], got " + partitions());
        }
        return this;
    }
}
