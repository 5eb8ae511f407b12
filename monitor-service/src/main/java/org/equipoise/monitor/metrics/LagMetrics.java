package org.equipoise.monitor.metrics;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.equipoise.monitor.lag.GroupLag;

/** The meters of what waits for whom; while the brokers do not answer there are none, instead of old ones. */
public final class LagMetrics {

    private final MultiGauge waiting;
    private final MultiGauge position;

    /** Registers the meters. */
    public LagMetrics(MeterRegistry registry) {
        waiting = MultiGauge.builder("equipoise.consumer.lag")
                .description("Records that a consumer group has still to read, or has read and not yet done with")
                .register(registry);
        position = MultiGauge.builder("equipoise.consumer.position")
                .description("Where a consumer group is in a topic, over all partitions; grows while it moves")
                .register(registry);
    }

    /** It is so now. */
    public void now(List<GroupLag> lags) {
        waiting.register(
                lags.stream()
                        .map(lag -> MultiGauge.Row.of(tags(lag), lag.waiting()))
                        .toList(),
                true);
        position.register(
                lags.stream()
                        .map(lag -> MultiGauge.Row.of(tags(lag), lag.position()))
                        .toList(),
                true);
    }

    private static Tags tags(GroupLag lag) {
        return Tags.of("group", lag.group(), "topic", lag.topic());
    }
}
