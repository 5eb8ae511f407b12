package org.equipoise.common.metrics;

import java.util.Collection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the records of each topic that failed for a reason that nobody foresaw; one rule watches all services. */
public final class UnforeseenMetrics {

    private final MeterRegistry registry;

    public UnforeseenMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Shows zeros for topics that are read: an alert that looks for a growth must see the count before it grows. */
    public void reads(Collection<String> topics) {
        topics.forEach(this::counter);
    }

    /** A record of this topic failed for a reason that nobody foresaw; it goes to the dead letters too. */
    public void count(String topic) {
        counter(topic).increment();
    }

    private Counter counter(String topic) {
        return Counter.builder("equipoise.records.unforeseen")
                .description("Records that failed for a reason that nobody foresaw, and were set aside")
                .tag("topic", topic)
                .register(registry);
    }
}
