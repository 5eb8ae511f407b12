package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.labelling.ImageTraits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CheckingTopologyTest extends CheckingFixture {

    CheckingTopologyTest(@TempDir Path state) {
        super(state, value -> "0".repeat(64), 1);
    }

    @Test
    void imageAndLabelMakeAStandingInEitherOrder() {
        declare("none", "benign");

        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));
        assertThat(checked()).isEmpty();
        send(Topics.IMAGES_INGESTED, arrival("s1"));

        assertThat(checked()).singleElement().satisfies(event -> {
            assertThat(event.label()).isEqualTo("benign");
            assertThat(event.classIndex()).isEqualTo(1);
        });
        assertThat(heard.checked).hasSize(1);
    }

    @Test
    void theRecordCarriesTheTraitsOfTheImage() {
        declare("none", "benign");
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));

        TestRecord<byte[], byte[]> record = output(Topics.LABELS_CHECKED).readRecord();

        assertThat(TraitHeaders.read(record.headers()))
                .contains(new ImageTraits(16, 24, 1, "DX", List.of(Split.VALIDATION)));
        assertThat(new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8))
                .isEqualTo("org.equipoise.labels.checked");
    }

    @Test
    void whatWasSeenBeforeIsNotSaidAgain() {
        declare("none", "benign");
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));
        assertThat(checked()).hasSize(1);

        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));
        driver.advanceWallClockTime(Duration.ofSeconds(5));

        assertThat(checked()).isEmpty();
    }

    /** An image of a release that measured nothing, sent again. */
    @Test
    void measuresThatComeLaterAreSaidWithTheSameStanding() {
        declare("none", "benign");
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));
        assertThat(checked()).hasSize(1);

        send(Topics.IMAGES_INGESTED, measured("s1"));
        TestRecord<byte[], byte[]> record = output(Topics.LABELS_CHECKED).readRecord();

        assertThat(TraitHeaders.read(record.headers()).map(ImageTraits::measures))
                .contains(EventExamples.imageMeasures());
        send(Topics.IMAGES_INGESTED, measured("s1"));
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        assertThat(checked()).isEmpty();
    }

    /** An image of a release that did not say whether its split was drawn, sent again. */
    @Test
    void thatTheSplitWasDrawnIsSaidOnceWhereAnOlderReleaseDidNot() throws MalformedEventException {
        declare("none", "benign");
        send(Topics.IMAGES_INGESTED, withoutSplit());
        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));
        assertThat(checked()).hasSize(1);
        send(Topics.IMAGES_INGESTED, withoutSplit());
        assertThat(checked()).isEmpty();
        KeyValueStore<String, byte[]> rows = driver.getKeyValueStore(CheckingTopology.RECORDS);
        StoredImage row = StoredImage.read(rows.get("chest/" + IMAGE));
        rows.put("chest/" + IMAGE, new StoredImage(row.image(), row.checked()).write());

        send(Topics.IMAGES_INGESTED, withoutSplit());

        TestRecord<byte[], byte[]> record = output(Topics.LABELS_CHECKED).readRecord();
        assertThat(TraitHeaders.read(record.headers()).map(ImageTraits::drawn)).contains(true);
        send(Topics.IMAGES_INGESTED, withoutSplit());
        assertThat(checked()).isEmpty();
    }

    private static ImageIngested withoutSplit() {
        ImageIngested plain = arrival("s1");
        return new ImageIngested(
                plain.dataset(),
                plain.imageId(),
                plain.studyId(),
                plain.objectKey(),
                plain.sourceKey(),
                plain.width(),
                plain.height(),
                plain.channels(),
                plain.modality(),
                null,
                null,
                1,
                null,
                NOW,
                NOW);
    }

    @Test
    void aConflictIsQuarantinedAndASecondStudyIsCounted() {
        declare("none", "benign");
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("benign", "source:s1"));
        send(Topics.IMAGES_INGESTED, arrival("s2"));
        send(Topics.LABELS_SUBMITTED, label("none", "source:s2"));

        assertThat(checked()).last().satisfies(event -> {
            assertThat(event.reasons()).containsExactly(QuarantineReason.CONFLICTING_LABELS);
            assertThat(event.occurrences()).isEqualTo(2);
        });
    }

    @Test
    void labelsOfAnUndeclaredDatasetAreCheckedAgainWhenItIsDeclared() {
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));
        assertThat(checked())
                .singleElement()
                .satisfies(event -> assertThat(event.reasons()).containsExactly(QuarantineReason.UNDECLARED_DATASET));

        declare("none", "benign");
        driver.advanceWallClockTime(Duration.ofSeconds(2));

        assertThat(checked())
                .singleElement()
                .satisfies(event -> assertThat(event.label()).isEqualTo("benign"));
    }

    @Test
    void anotherVocabularyChecksEveryLabelAgain() {
        declare("none", "benign");
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(checked()).hasSize(1);

        declare("benign", "none");
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(checked())
                .singleElement()
                .satisfies(event -> assertThat(event.classIndex()).isZero());

        declare("none", "malignant");
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(checked())
                .singleElement()
                .satisfies(event -> assertThat(event.reasons()).containsExactly(QuarantineReason.UNKNOWN_LABEL));
    }

    @Test
    void whatIsMalformedBecomesADeadLetterWithItsBytes() {
        byte[] garbage = "{".getBytes(StandardCharsets.UTF_8);
        input(Topics.IMAGES_INGESTED).pipeInput("k".getBytes(StandardCharsets.UTF_8), garbage);
        input(Topics.LABELS_SUBMITTED).pipeInput(garbage);
        input(Topics.DATASETS_DECLARED).pipeInput("chest".getBytes(StandardCharsets.UTF_8), garbage);

        for (String topic : List.of(Topics.IMAGES_INGESTED, Topics.LABELS_SUBMITTED)) {
            TestRecord<byte[], byte[]> dead = output(Topics.deadLetters(topic)).readRecord();
            assertThat(dead.value()).isEqualTo(garbage);
            assertThat(dead.headers().lastHeader("dead-letter-topic").value())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(topic);
        }
        assertThat(heard.dead).containsExactly(Topics.IMAGES_INGESTED, Topics.LABELS_SUBMITTED);
    }

    @Test
    void aMalformedDeclarationLeavesTheLastGoodOneInForce() {
        declare("none", "benign");
        input(Topics.DATASETS_DECLARED).pipeInput("chest".getBytes(StandardCharsets.UTF_8), new byte[] {'{'});

        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));

        assertThat(checked())
                .singleElement()
                .satisfies(event -> assertThat(event.reasons()).isEmpty());
    }

    /** With its headers it would be over the broker's limit, and would come again for ever. */
    @Test
    void aHugeMalformedRecordIsCutOff() {
        byte[] huge = new byte[DeadLetter.MOST_VALUE_BYTES + 140_000];

        input(Topics.LABELS_SUBMITTED).pipeInput(huge);

        TestRecord<byte[], byte[]> dead =
                output(Topics.deadLetters(Topics.LABELS_SUBMITTED)).readRecord();
        assertThat(dead.value()).hasSize(DeadLetter.MOST_VALUE_BYTES);
        assertThat(dead.headers().lastHeader("dead-letter-reason").value())
                .asString(StandardCharsets.UTF_8)
                .contains("900000 of 1040000 bytes");
    }

    /** Under a wrong key the label may be on another instance than its image. */
    @Test
    void aRecordUnderAWrongKeyIsADeadLetter() {
        input(Topics.LABELS_SUBMITTED)
                .pipeInput(IMAGE.getBytes(StandardCharsets.UTF_8), EventCodec.write(label("benign", "ann")));

        assertThat(output(Topics.deadLetters(Topics.LABELS_SUBMITTED)).isEmpty())
                .isFalse();
    }
}
