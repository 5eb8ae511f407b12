package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.test.TestRecord;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.PredictionMade.InputStatistics;
import org.equipoise.common.events.PredictionMade.Source;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.watch.Admission;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.WatchListener;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** No record stops the watching: each that cannot be taken in is one dead letter, and the next one counts. */
class HostileRecordsTest {

    @TempDir
    private Path directory;

    private final Fragile listener = new Fragile();
    private @Nullable WatchDriver open;

    /** Fails when it is asked to. */
    private static final class Fragile implements WatchListener {
        boolean atDuplicates;
        boolean atChanges;
        int told;

        @Override
        public void changed(WatchedVersion version) {
            if (atChanges) {
                throw new IllegalStateException("a failure at a change that nobody foresaw");
            }
            told++;
        }

        @Override
        public void released(String model, String version) {}

        @Override
        public void duplicate() {
            if (atDuplicates) {
                throw new IllegalStateException("a failure at a duplicate that nobody foresaw");
            }
        }
    }

    private WatchDriver driver() {
        WatchDriver known = open;
        if (known == null) {
            known = new WatchDriver(directory, listener);
            open = known;
        }
        return known;
    }

    @AfterEach
    void close() {
        driver().close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"+999999999-12-31T23:59:59Z\"",
                "\"-999999999-01-01T00:00:00Z\"",
                "\"2099-01-01T00:00:00Z\"",
                "1767225600000",
                "\"1970-01-01T00:00:00Z\""
            })
    void aTimeThatNobodyBelievesIsADeadLetter(String time) {
        String good = new String(EventCodec.write(prediction("a", 1)), StandardCharsets.UTF_8);
        driver().send(
                        Topics.PREDICTIONS_MADE,
                        good.replace("\"" + Fixtures.START + "\"", time).getBytes(StandardCharsets.UTF_8));
        driver().predict(prediction("b", 1));

        assertThat(driver().letters(Topics.PREDICTIONS_MADE))
                .singleElement()
                .satisfies(letter -> assertThat(WatchDriver.reason(letter)).contains("predictedAt"));
        assertThat(driver().version("v1").predictions()).isEqualTo(1);
        assertThat(driver().unforeseen).isEmpty();
    }

    @Test
    void aRecordAsLargeAsTheBrokerTakesIsALetterThatTheBrokerTakes() {
        byte[] key = new byte[1_000_000];
        driver().send(Topics.PREDICTIONS_MADE, new byte[1_048_300]);
        driver().send(Topics.MODELS_DECIDED, key, new byte[40_000]);
        driver().send(Topics.CANARIES_REPLAYED, key, new byte[40_000]);
        driver().send(Topics.DIAGNOSES_MADE, key, new byte[40_000]);
        driver().send(Topics.ALERTS_CHANGED, key, new byte[40_000]);

        for (String topic : WatchTopology.TOPICS) {
            assertThat(driver().letters(topic)).as(topic).singleElement().satisfies(letter -> {
                assertThat(letter.key()).hasSizeLessThanOrEqualTo(DeadLetter.MOST_KEY_BYTES);
                assertThat(letter.value()).hasSizeLessThanOrEqualTo(DeadLetter.MOST_VALUE_BYTES);
                assertThat(WatchDriver.header(letter, "dead-letter-topic")).isEqualTo(topic);
            });
        }
    }

    /** It was compressed, and on its way by model it would not fit any more: what is passed on is the event alone. */
    @Test
    void anEventThatIsBlownUpTakesEffectAndOneThatIsTooLargeIsRefused() {
        byte[] event = EventCodec.write(Fixtures.promotion("v1"));
        driver().send(
                        Topics.MODELS_DECIDED,
                        new String(event, StandardCharsets.UTF_8)
                                .concat(" ".repeat(3 << 20))
                                .getBytes(StandardCharsets.UTF_8));
        driver().send(Topics.MODELS_DECIDED, EventCodec.write(explained("v2", 1000)));

        assertThat(driver().store(WatchStores.DECISIONS).get("nodules")).isEqualTo(event);
        assertThat(driver().letters(Topics.MODELS_DECIDED))
                .singleElement()
                .satisfies(letter -> assertThat(WatchDriver.reason(letter)).contains("bytes, at most 800000"));
        assertThat(driver().unforeseen).isEmpty();
    }

    private static ModelDecided explained(String version, int checks) {
        return new ModelDecided(
                "nodules",
                version,
                "run",
                ModelDecided.Outcome.PROMOTED,
                Collections.nCopies(checks, new ModelDecided.GateCheck("check", true, 1, 1, "x".repeat(1000))),
                Fixtures.champion(version),
                Fixtures.START);
    }

    @Test
    void aHeaderThatSaysWhereARecordLayIsNotBelievedOfAProducer() {
        var headers = new RecordHeaders();
        headers.add("dead-letter-origin", "no number".getBytes(StandardCharsets.UTF_8));
        driver().send(
                        Topics.MODELS_DECIDED,
                        new TestRecord<>(null, EventCodec.write(Fixtures.promotion("v1")), headers, Fixtures.START));
        driver().send(Topics.PREDICTIONS_MADE, new TestRecord<>(null, new byte[0], headers, Fixtures.START));

        assertThat(driver().store(WatchStores.DECISIONS).get("nodules")).isNotNull();
        assertThat(driver().letters(Topics.PREDICTIONS_MADE))
                .singleElement()
                .satisfies(letter -> assertThat(WatchDriver.header(letter, "dead-letter-offset"))
                        .isEqualTo("0"));
        assertThat(driver().unforeseen).isEmpty();
    }

    @Test
    void whatNobodyForesawIsALetterWithTheStackIsCountedAndNothingOfItIsKept() {
        driver().promote("v1");
        driver().predict(prediction("a", 2));
        byte[] before = driver().store(WatchStores.VERSIONS).get("nodules/v1");
        listener.atDuplicates = true;
        driver().predict(prediction("a", 2));
        listener.atDuplicates = false;
        byte[] after = driver().store(WatchStores.VERSIONS).get("nodules/v1");
        driver().predict(prediction("b", 1));

        assertThat(after).isEqualTo(before);
        assertThat(driver().letters(Topics.PREDICTIONS_MADE))
                .singleElement()
                .satisfies(letter -> assertThat(WatchDriver.reason(letter))
                        .contains("IllegalStateException", "that nobody foresaw", "HostileRecordsTest"));
        assertThat(driver().unforeseen).containsExactly(Topics.PREDICTIONS_MADE);
        assertThat(driver().version("v1").predictions()).isEqualTo(2);
    }

    @Test
    void aFailureInWhatIsDoneFromTimeToTimeDoesNotEndTheWatching() {
        driver().predict(prediction("a", 1));
        listener.atChanges = true;
        driver().seconds(3);
        listener.atChanges = false;
        driver().predict(prediction("b", 1));
        driver().seconds(2);

        assertThat(driver().unforeseen).isNotEmpty();
        assertThat(listener.told).isPositive();
        assertThat(driver().version("v1").predictions()).isEqualTo(2);
    }

    /** Everything is as large as it may be: what is stored is still a record that Kafka takes. */
    @Test
    void theLargestVersionThatIsWatchedFitsARecordAndALargerOneIsRefused() {
        List<String> labels = labels(Admission.MOST_CLASSES);
        for (int n = 0; n < 600; n++) {
            driver().predict(answer("v1", n, labels));
        }
        driver().predict(answer("v2", 0, labels(Admission.MOST_CLASSES + 1)));
        driver().predict(answer("v3", 0, List.of("x".repeat(Admission.MOST_LABEL_CHARACTERS + 1), "y")));
        driver().predict(answer("v4", 0, List.of("a", "a")));
        driver().predict(answer("v5", 0, List.of("a", " ")));

        byte[] stored = driver().store(WatchStores.VERSIONS).get("nodules/v1");
        int confusion = Admission.MOST_CLASSES * Admission.MOST_CLASSES * Long.BYTES;
        int reference = Admission.MOST_CLASSES * 500;
        assertThat(stored.length + confusion + reference).isLessThan(StoredBytes.MOST);
        assertThat(driver().letters(Topics.PREDICTIONS_MADE))
                .extracting(WatchDriver::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("201 labels"),
                        reason -> assertThat(reason).contains("129 characters"),
                        reason -> assertThat(reason).contains("labels repeat"),
                        reason -> assertThat(reason).contains("blank"));
        assertThat(driver().unforeseen).isEmpty();
    }

    private static List<String> labels(int classes) {
        return IntStream.range(0, classes)
                .mapToObj(k -> k
                        + "ツ"
                                .repeat(Admission.MOST_LABEL_CHARACTERS
                                        - Integer.toString(k).length()))
                .toList();
    }

    private static PredictionMade answer(String version, int n, List<String> labels) {
        List<Double> probabilities = new ArrayList<>(Collections.nCopies(labels.size(), 0.0));
        probabilities.set(n % labels.size(), 1.0);
        return new PredictionMade(
                "nodules",
                version,
                "s" + n,
                "i",
                null,
                1,
                labels,
                probabilities,
                new InputStatistics(100, 40),
                null,
                Fixtures.START,
                new Source("ツ".repeat(1000) + n % 12, null));
    }

    /** Kafka Streams ends its thread at a negative time, and the broker refuses one ahead of its own. */
    @Test
    void aRecordsOwnTimeIsTakenOnlyIfItCanBe() {
        var clock = java.time.Clock.fixed(Fixtures.START, java.time.ZoneOffset.UTC);
        var times = new BelievableTimestamps(clock);
        long now = Fixtures.START.toEpochMilli();

        assertThat(times.extract(at(-1), 0)).isEqualTo(now);
        assertThat(times.extract(at(Long.MIN_VALUE), 0)).isEqualTo(now);
        assertThat(times.extract(at(Long.MAX_VALUE), 0)).isEqualTo(now);
        assertThat(times.extract(at(0), 0)).isZero();
        assertThat(times.extract(at(now - 1), 0)).isEqualTo(now - 1);
    }

    private static ConsumerRecord<Object, Object> at(long timestamp) {
        return new ConsumerRecord<>(
                "t",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                "k",
                "v",
                new RecordHeaders(),
                java.util.Optional.empty());
    }

    /** A backfill, a mirrored topic, a producer without a clock: sent three times they count once. */
    @ParameterizedTest
    @ValueSource(
            strings = {"1970-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "2026-11-23T08:00:00Z", "2500-01-01T00:00:00Z"})
    void whatComesAgainCountsOnceWhateverTheTimeOfItsRecord(String time) {
        Instant recordTime = Instant.parse(time);
        driver().promote("v1");
        driver().predict(prediction("now", 1), Fixtures.START);
        for (int again = 0; again < 3; again++) {
            for (int n = 0; n < 5; n++) {
                // Out of order, too.
                driver().predict(prediction("single-" + n, 1), recordTime.minusSeconds(n % 2));
                driver().predict(prediction("double-" + n, 2), recordTime.minusSeconds(n % 3));
            }
            driver().seconds(40);
        }

        assertThat(driver().version("v1").predictions()).isEqualTo(11);
        assertThat(driver().version("v1").studies()).isEqualTo(11);
    }

    /** What is remembered is forgotten by the clock alone. */
    @Test
    void afterItsTimeAnIdIsForgotten() {
        driver().predict(prediction("a", 1), Instant.EPOCH);
        driver().driver.advanceWallClockTime(Duration.ofHours(23));
        driver().predict(prediction("a", 1), Instant.EPOCH);
        long remembered = driver().version("v1").predictions();
        driver().driver.advanceWallClockTime(Duration.ofDays(3));
        driver().predict(prediction("b", 1), Instant.EPOCH);
        driver().predict(prediction("a", 1), Instant.EPOCH);

        assertThat(remembered).isEqualTo(1);
        assertThat(driver().version("v1").predictions()).isEqualTo(3);
    }

    private static PredictionMade prediction(String study, int images) {
        return Fixtures.prediction("v1", study, study + "-image", images, 0);
    }
}
