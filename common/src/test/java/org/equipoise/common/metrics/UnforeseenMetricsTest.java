package org.equipoise.common.metrics;

import java.util.List;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnforeseenMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final UnforeseenMetrics unforeseen = new UnforeseenMetrics(registry);

    @Test
    void topicsThatAreReadStandAtZeroBeforeTheirFirstFailure() {
        unforeseen.reads(List.of("studies.published", "labels.submitted"));

        assertThat(of("studies.published")).isZero();
        assertThat(of("labels.submitted")).isZero();
    }

    @Test
    void eachTopicIsCountedForItself() {
        unforeseen.reads(List.of("studies.published", "labels.submitted"));
        unforeseen.count("labels.submitted");
        unforeseen.count("labels.submitted");
        unforeseen.count("shards.requested");

        assertThat(of("studies.published")).isZero();
        assertThat(of("labels.submitted")).isEqualTo(2);
        assertThat(of("shards.requested")).isEqualTo(1);
    }

    @Test
    void allAreOneMeterWithOneDescription() {
        unforeseen.reads(List.of("studies.published"));
        unforeseen.count("labels.submitted");

        assertThat(registry.getMeters()).hasSize(2).extracting(Meter::getId).allSatisfy(id -> {
            assertThat(id.getName()).isEqualTo("equipoise.records.unforeseen");
            assertThat(id.getDescription()).contains("nobody foresaw");
        });
    }

    private double of(String topic) {
        return registry.get("equipoise.records.unforeseen")
                .tag("topic", topic)
                .counter()
                .count();
    }
}
