package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingLimits;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.TestImages;
import org.equipoise.ingest.quality.QualityCheck;
import org.equipoise.ingest.quality.QualityLimits;
import org.equipoise.ingest.receiving.LargeImages;
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
                record(2, withLabel("x".repeat(2000)))));

        assertThat(results.get(0).receipt()).isEmpty();
        assertThat(reason(results.get(0))).contains("not a valid StudyPublished");
        assertThat(results.get(1).receipt()).isPresent();
        assertThat(results.get(1).records()).hasSize(2);
        assertThat(results.get(2).receipt()).isEmpty();
        assertThat(reason(results.get(2))).contains("label must have at most 1024 characters");
    }

    @Test
    void stoppingIsNoFaultOfTheRecord() {
        StudyBatch batch = batch(new Stopping());

        assertThatThrownBy(() -> batch.results(List.of(record(0, study("none")))))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseInstanceOf(CancellationException.class);
    }

    /** What nobody foresaw sets one record aside; the batch, and the channel, go on. */
    @Test
    void anyFailureOfOneStudySetsItAsideWithThePlaceInTheCode() {
        StudyBatch batch = batch(new Failing());

        List<StudyBatch.Result> results = batch.results(List.of(record(0, study("none")), record(1, study("none"))));

        assertThat(results).hasSize(2).allSatisfy(result -> {
            assertThat(result.receipt()).isEmpty();
            assertThat(result.unforeseen()).isTrue();
            assertThat(reason(result))
                    .startsWith("unforeseen java.lang.ArrayIndexOutOfBoundsException: 7 at ")
                    .contains("StudyBatchTest$Failing.run");
        });
    }

    @Test
    void aStudyFromTheFutureIsSetAside() {
        byte[] study = EventCodec.write(new StudyPublished(
                "study-1",
                "chest",
                "DX",
                null,
                null,
                List.of(new StudyImage("a", "none", null)),
                NOW.plus(Duration.ofDays(2))));

        StudyBatch.Result result =
                batch(new Always()).results(List.of(record(0, study))).get(0);

        assertThat(reason(result)).contains("publishedAt must be from 2000-01-01 to a day ahead of now");
        assertThat(result.unforeseen()).isFalse();
    }

    /** 790 KB that name one object 128 times, each time with another long label. */
    @Test
    void aStudyThatContradictsItselfWithoutEndIsSetAside() {
        store.put(Bucket.STUDIES, "a", PngCodec.encode(TestImages.grey(1)), "image/png");
        List<StudyImage> images = IntStream.range(0, 128)
                .mapToObj(i -> new StudyImage("a", i + "\u00e9".repeat(1000), null))
                .toList();
        byte[] study = EventCodec.write(new StudyPublished("study-1", "chest", "DX", null, null, images, NOW));

        StudyBatch.Result result =
                batch(new Always()).results(List.of(record(0, study))).get(0);

        assertThat(reason(result)).contains("has 128 different labels in one study, at most 16 are taken");
        assertThat(result.unforeseen()).isFalse();
    }

    private static String reason(StudyBatch.Result result) {
        return result.records().get(0).headers().stream()
                .filter(header -> header.key().equals("dead-letter-reason"))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
    }

    private StudyBatch batch(StudyReception.Attempts attempts) {
        var checks = new StudyReception.Checks(
                new BoundedDecoder(DecodingLimits.DEFAULTS),
                new QualityCheck(Limits.defaults(QualityLimits.class)),
                new LargeImages());
        var reception = new StudyReception(
                store,
                checks,
                new Splitting(value -> "5".repeat(64)),
                Limits.defaults(ReceivingSettings.class),
                InstantSource.fixed(NOW));
        return new StudyBatch(reception, Runnable::run, attempts, InstantSource.fixed(NOW));
    }

    private static byte[] withLabel(String label) {
        String json = new String(study("short"), StandardCharsets.UTF_8);
        return json.replace("short", label).getBytes(StandardCharsets.UTF_8);
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

    /** A bug. */
    private static final class Failing implements StudyReception.Attempts {
        @Override
        public <T> T run(String what, Supplier<T> work) {
            throw new ArrayIndexOutOfBoundsException("7");
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
