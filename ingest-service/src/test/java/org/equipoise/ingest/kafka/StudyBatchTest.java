package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.TestImages;
import org.equipoise.ingest.decoding.BoundedDecoder;
import org.equipoise.ingest.decoding.DecodingLimits;
import org.equipoise.ingest.quality.QualityCheck;
import org.equipoise.ingest.quality.QualityLimits;
import org.equipoise.ingest.receiving.ReceivingSettings;
import org.equipoise.ingest.receiving.StudyReception;
import org.equipoise.ingest.splitting.Splitting;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StudyBatchTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Test
    void oneBadRecordDoesNotHoldUpTheOthers() {
        store.put(Bucket.STUDIES, "a", PngCodec.encode(TestImages.grey(1)), "image/png");
        StudyBatch batch = batch(new Always());

        List<StudyBatch.Result> results = batch.results(List.of(
                record(0, "{ no".getBytes(StandardCharsets.UTF_8)),
                record(1, study("none")),
                record(2, study("x".repeat(2000)))));

        assertThat(results.get(0).receipt()).isEmpty();
        assertThat(results.get(0).reason()).contains("not a valid StudyPublished");
        assertThat(results.get(1).receipt()).isPresent();
        assertThat(results.get(1).records()).hasSize(2);
        assertThat(results.get(2).receipt()).isEmpty();
        assertThat(results.get(2).reason()).contains("label must have 1 to 1024 characters");
    }

    @Test
    void stoppingIsNoFaultOfTheRecord() {
        StudyBatch batch = batch(new Stopping());

        assertThatThrownBy(() -> batch.results(List.of(record(0, study("none")))))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(CancellationException.class);
    }

    private StudyBatch batch(StudyReception.Attempts attempts) {
        var checks = new StudyReception.Checks(
                new BoundedDecoder(Limits.defaults(DecodingLimits.class)),
                new QualityCheck(Limits.defaults(QualityLimits.class)));
        var reception = new StudyReception(
                store,
                checks,
                new Splitting(value -> "5".repeat(64)),
                Limits.defaults(ReceivingSettings.class),
                InstantSource.fixed(NOW));
        return new StudyBatch(reception, Runnable::run, attempts);
    }

    private static byte[] study(String label) {
        return EventCodec.write(new StudyPublished(
                "study-1", "chest", "DX", null, null, List.of(new StudyImage("a", label, null)), NOW));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
        return new ConsumerRecord<>(Topics.STUDIES_PUBLISHED, 0, offset, new byte[0], value);
    }

    /** The store never fails. */
    private static final class Always implements StudyReception.Attempts {
        @Override
        public <T> T run(String what, Supplier<T> work) {
            return work.get();
        }
    }

    /** The service is told to stop while it waits for the store. */
    private static final class Stopping implements StudyReception.Attempts {
        @Override
        public <T> T run(String what, Supplier<T> work) {
            throw new CancellationException("stopping");
        }
    }
}
