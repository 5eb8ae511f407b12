package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.labelling.ImageRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** No record stops the checking, and none is kept in half. */
class CheckingSturdyTest extends CheckingFixture {

    private static final String CURSED = "cd".repeat(32);
    private static final int PARTITIONS = 3;

    CheckingSturdyTest(@TempDir Path state) {
        super(state, CheckingSturdyTest::hash, PARTITIONS);
    }

    private static String hash(String value) {
        if (value.equals(CURSED)) {
            throw new ArithmeticException("nobody foresaw this");
        }
        return "0".repeat(64);
    }

    /** All of them are read by task 0, which is the home of some. */
    @Test
    void imageAndLabelMeetWhereverTheirProducersPutThem() {
        declare("none", "benign");
        List<String> images = java.util.stream.IntStream.range(0, 12)
                .mapToObj(i -> String.format("%02x", i).repeat(32))
                .toList();
        assertThat(images.stream()
                        .map(image -> ImagePlaces.of(("chest/" + image).getBytes(StandardCharsets.UTF_8), PARTITIONS))
                        .distinct())
                .hasSize(PARTITIONS);

        for (String image : images) {
            send(Topics.LABELS_SUBMITTED, image, new LabelSubmitted("chest", image, "benign", "ann", NOW));
            send(Topics.IMAGES_INGESTED, image, image(image));
        }

        assertThat(checked())
                .extracting(event -> event.imageId() + event.label())
                .containsExactlyInAnyOrderElementsOf(
                        images.stream().map(image -> image + "benign").toList());
        assertThat(heard.dead).isEmpty();
    }

    @Test
    void aFailureThatNobodyForesawIsADeadLetterAndTheNextRecordIsChecked() {
        declare("none", "benign");
        send(Topics.IMAGES_INGESTED, CURSED, image(CURSED));
        send(Topics.LABELS_SUBMITTED, CURSED, new LabelSubmitted("chest", CURSED, "benign", "ann", NOW));
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));

        TestRecord<byte[], byte[]> letter =
                output(Topics.deadLetters(Topics.LABELS_SUBMITTED)).readRecord();
        assertThat(text(letter, "dead-letter-reason"))
                .startsWith("unforeseen java.lang.ArithmeticException: nobody foresaw this at ")
                .contains("CheckingSturdyTest.hash");
        assertThat(text(letter, "dead-letter-topic")).isEqualTo(Topics.LABELS_SUBMITTED);
        assertThat(checked()).extracting(event -> event.imageId()).containsExactly(IMAGE);
        assertThat(heard.unforeseen).containsExactly(Topics.LABELS_SUBMITTED);
        assertThat(records().get("chest/" + CURSED))
                .as("without the label that failed")
                .asString(StandardCharsets.UTF_8)
                .contains("\"votes\":{}");
    }

    @Test
    void theLabelOfOneAnnotatorTooManyIsRefusedAndTheOthersStayAsTheyAre() {
        declare("none", "benign");
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        for (int i = 0; i <= ImageRecord.MAX_REMEMBERED; i++) {
            send(Topics.LABELS_SUBMITTED, label("benign", "ann-" + i));
        }

        TestRecord<byte[], byte[]> letter =
                output(Topics.deadLetters(Topics.LABELS_SUBMITTED)).readRecord();
        assertThat(text(letter, "dead-letter-reason")).isEqualTo("the image has labels of 128 persons already");
        assertThat(letter.value()).asString(StandardCharsets.UTF_8).contains("ann-128");
        assertThat(checked())
                .last()
                .satisfies(event -> assertThat(event.votes()).hasSize(128));
    }

    @Test
    void anImageGrowsNoFurtherThanTheBrokerTakes() {
        declare("none", "benign");
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        for (int i = 0; i < ImageRecord.MAX_REMEMBERED; i++) {
            send(Topics.LABELS_SUBMITTED, label("\u0001".repeat(1000), "a".repeat(1000) + i));
        }

        assertThat(records().get("chest/" + IMAGE)).hasSizeBetween(700_000, 900_000);
        TestRecord<byte[], byte[]> letter =
                output(Topics.deadLetters(Topics.LABELS_SUBMITTED)).readRecord();
        assertThat(text(letter, "dead-letter-reason")).contains("at most 400000 are kept");
        assertThat(output(Topics.LABELS_CHECKED).readValuesToList())
                .allSatisfy(value -> assertThat(value).hasSizeLessThan(900_000));
    }

    @Test
    void aRowOfALaterReleaseIsLeftAsItIsAndItsEventsAreSetAside() {
        byte[] later = "{\"format\":7}".getBytes(StandardCharsets.UTF_8);
        records().put("chest/" + IMAGE, later);
        declare("none", "benign");

        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));
        driver.advanceWallClockTime(Duration.ofSeconds(5));

        assertThat(text(output(Topics.deadLetters(Topics.LABELS_SUBMITTED)).readRecord(), "dead-letter-reason"))
                .contains("has format 7");
        assertThat(records().get("chest/" + IMAGE)).isEqualTo(later);
    }

    /** They may lie in two partitions, which are read in any order, and anew at each start. */
    @Test
    void theDeclarationThatWasMadeLastIsInForceWhicheverIsReadLast() {
        declare(NOW, "none", "malignant");
        declare(NOW.minusSeconds(60), "none", "benign");
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("malignant", "ann"));

        assertThat(checked())
                .singleElement()
                .satisfies(event -> assertThat(event.label()).isEqualTo("malignant"));
    }

    @Test
    void aDeclarationOrEventFromTheFutureChangesNothing() {
        declare("none", "benign");
        declare(Instant.parse("2099-01-01T00:00:00Z"), "none", "malignant");
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));
        send(
                Topics.LABELS_SUBMITTED,
                new LabelSubmitted("chest", IMAGE, "none", "ann", Instant.parse("2099-01-01T00:00:00Z")));

        assertThat(checked())
                .singleElement()
                .satisfies(event -> assertThat(event.label()).isEqualTo("benign"));
        assertThat(heard.dead).containsExactly(Topics.LABELS_SUBMITTED);
    }

    /** The store's log and the topics that are written take no time far ahead of the broker's. */
    @Test
    void aRecordTimestampIsBroughtIntoThePast() {
        var times = new RecordTime(java.time.InstantSource.fixed(NOW));
        long now = NOW.toEpochMilli();

        assertThat(times.extract(at(Instant.parse("2500-01-01T00:00:00Z").toEpochMilli()), 5))
                .isEqualTo(now);
        assertThat(times.extract(at(-1), 5)).isEqualTo(5);
        assertThat(times.extract(at(-1), -1)).isEqualTo(now);
        assertThat(times.extract(at(0), 5)).isZero();
        assertThat(times.extract(at(now - 1), 5)).isEqualTo(now - 1);
    }

    @Test
    void whatIsMovedAndThenFailsSaysWhereItCameFrom() {
        String away = java.util.stream.IntStream.range(0, 100)
                .mapToObj(i -> String.format("%02x", i).repeat(32))
                .filter(image -> ImagePlaces.of(("chest/" + image).getBytes(StandardCharsets.UTF_8), PARTITIONS) != 0)
                .findFirst()
                .orElseThrow();
        records().put("chest/" + away, new byte[] {'{'});
        send(Topics.IMAGES_INGESTED, arrival("s1"));

        send(Topics.IMAGES_INGESTED, away, image(away));

        TestRecord<byte[], byte[]> letter =
                output(Topics.deadLetters(Topics.IMAGES_INGESTED)).readRecord();
        assertThat(text(letter, "dead-letter-topic")).isEqualTo(Topics.IMAGES_INGESTED);
        assertThat(text(letter, "dead-letter-offset")).isEqualTo("1");
    }

    private KeyValueStore<String, byte[]> records() {
        return driver.getKeyValueStore(CheckingTopology.RECORDS);
    }

    private void declare(Instant when, String... classes) {
        input(Topics.DATASETS_DECLARED)
                .pipeInput(
                        "chest".getBytes(StandardCharsets.UTF_8),
                        EventCodec.write(new DatasetDeclared("chest", new LabelSet(List.of(classes)), when)));
    }

    private void send(String topic, String imageId, Object event) {
        input(topic).pipeInput(("chest/" + imageId).getBytes(StandardCharsets.UTF_8), EventCodec.write(event));
    }

    private static ConsumerRecord<Object, Object> at(long timestamp) {
        return new ConsumerRecord<>(
                "t",
                0,
                0,
                timestamp,
                org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                0,
                0,
                "k",
                "v",
                new org.apache.kafka.common.header.internals.RecordHeaders(),
                java.util.Optional.empty());
    }

    private static ImageIngested image(String imageId) {
        return new ImageIngested("chest", imageId, "s1", "o", "k", 16, 24, 1, "DX", null, null, 1, null, NOW, NOW);
    }

    private static String text(TestRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
