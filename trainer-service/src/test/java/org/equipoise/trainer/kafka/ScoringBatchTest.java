package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.messaging.EventCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScoringBatchTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    @Test
    void sortsImagesFromWhatIsNoEventAndLeavesOutTheUnasked() {
        var asked = record(0, EventCodec.write(image("lung")));
        var unasked = record(1, EventCodec.write(image(null)));
        var broken = record(2, "{".getBytes(StandardCharsets.UTF_8));
        var invalid = record(3, "{\"dataset\":\"lung\"}".getBytes(StandardCharsets.UTF_8));
        var empty = record(4, null);

        ScoringBatch batch = ScoringBatch.of(List.of(asked, unasked, broken, invalid, empty), NOW);

        assertThat(batch.images()).containsExactly(image("lung"));
        assertThat(batch.record(0)).isSameAs(asked);
        assertThat(batch.malformed())
                .extracting(ScoringBatch.Malformed::record)
                .containsExactly(broken, invalid, empty);
        assertThat(batch.malformed())
                .allSatisfy(letter -> assertThat(letter.reason()).contains("ImageIngested"));
    }

    /** A clock that is a year ahead, or milliseconds that were read as seconds, would spoil every latency. */
    @Test
    void anImageFromAnotherTimeIsNone() {
        var ahead = record(0, EventCodec.write(image("lung")));

        ScoringBatch batch = ScoringBatch.of(List.of(ahead), NOW.minus(Duration.ofDays(365)));

        assertThat(batch.images()).isEmpty();
        assertThat(batch.malformed()).singleElement().satisfies(malformed -> {
            assertThat(malformed.reason()).contains("to a day ahead of now");
            assertThat(malformed.unforeseen()).isFalse();
        });
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte @Nullable [] value) {
        return new ConsumerRecord<>("images.ingested", 0, offset, new byte[] {1}, value);
    }

    private static ImageIngested image(@Nullable String model) {
        return ScoringWorld.image(model, 1, "a".repeat(64));
    }
}
