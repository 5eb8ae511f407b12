package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.ShardReady;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.trainer.metrics.TrainerMetrics;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FollowedRecordsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FollowedRecords records =
            new FollowedRecords(new TrainerMetrics(registry), Clock.fixed(NOW, ZoneOffset.UTC));
    private final List<Integer> heard = new ArrayList<>();

    @Test
    void whatIsNoEventIsCountedAndWhatFollowsIsHeard() {
        take("{".getBytes(StandardCharsets.UTF_8));
        take(null);
        take(shard(1, NOW.plusSeconds(1_000_000)));
        take(shard(2, NOW));

        assertThat(heard).containsExactly(2);
        assertThat(registry.get("equipoise.trainer.records.skipped")
                        .tag("topic", "shards.ready")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aFaultThatNobodyForesawIsCountedAndWhatFollowsIsHeard() {
        take(shard(13, NOW));
        take(shard(2, NOW));

        assertThat(heard).containsExactly(2);
        assertThat(registry.get("equipoise.records.unforeseen")
                        .tag("topic", "shards.ready")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private void take(byte @org.jspecify.annotations.Nullable [] value) {
        records.take(new ConsumerRecord<>("shards.ready", 0, 0, "key", value), ShardReady.class, event -> {
            if (event.shard() == 13) {
                throw new IllegalStateException("thirteen");
            }
            heard.add(event.shard());
        });
    }

    private static byte[] shard(int number, Instant at) {
        return EventCodec.write(new ShardReady("run-1", 0, number, "run-1/0/" + number + ".npz", 8, null, at));
    }
}
