package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.apache.kafka.streams.test.TestRecord;
import org.equipoise.common.events.ImageErased;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.ReadingRequested;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.messaging.Topics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What an erasure leaves of an image in the checks: that it was erased, and when. */
class CheckingErasureTest extends CheckingFixture {

    private static final Instant LATER = NOW.plusSeconds(60);

    CheckingErasureTest(@TempDir Path state) {
        super(state, value -> Sha256.hex(value.getBytes(StandardCharsets.UTF_8)), 1);
    }

    @BeforeEach
    void vocabulary() {
        declare("none", "benign");
    }

    @Test
    void anErasedImageHasNoStandingAnyMore() {
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));
        assertThat(checked()).hasSize(1);

        send(Topics.IMAGES_ERASED, erased(NOW));

        TestRecord<byte[], byte[]> record = output(Topics.LABELS_CHECKED).readRecord();
        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("chest/" + IMAGE);
        assertThat(record.getValue()).isNull();
    }

    @Test
    void whatIsReadAgainOrComesLateDoesNotBringItBack() {
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));
        send(Topics.IMAGES_ERASED, erased(NOW));
        output(Topics.LABELS_CHECKED).readRecordsToList();

        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.IMAGES_INGESTED, arrival("s2"));
        send(Topics.LABELS_SUBMITTED, label("none", "another"));
        declare("none", "benign", "malignant");
        driver.advanceWallClockTime(Duration.ofSeconds(5));

        assertThat(output(Topics.LABELS_CHECKED).isEmpty()).isTrue();
        assertThat(heard.dead).isEmpty();
    }

    @Test
    void whatReadersWereAskedIsTakenBackByARecordWithoutAValue() {
        input(Topics.READINGS_REQUESTED)
                .pipeInput(new TestRecord<>(("chest/" + IMAGE).getBytes(StandardCharsets.UTF_8), null));

        assertThat(heard.dead).isEmpty();
    }

    @Test
    void whatReadersWereAskedBeforeDoesNotBringItBack() {
        send(Topics.IMAGES_ERASED, erased(NOW));
        output(Topics.LABELS_CHECKED).readRecordsToList();

        send(Topics.READINGS_REQUESTED, new ReadingRequested("chest", IMAGE, 2, NOW, "ops", null));
        send(Topics.IMAGES_INGESTED, later());

        assertThat(output(Topics.LABELS_CHECKED).isEmpty()).isTrue();
        assertThat(heard.dead).isEmpty();
    }

    /** As where everything is learned again: the topics may be read in any order. */
    @Test
    void anErasureThatIsReadFirstCountsToo() {
        send(Topics.IMAGES_ERASED, erased(NOW));
        output(Topics.LABELS_CHECKED).readRecordsToList();

        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));

        assertThat(output(Topics.LABELS_CHECKED).isEmpty()).isTrue();
    }

    @Test
    void thePixelsThatArriveLaterAreANewImageWithNothingOfTheOld() {
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("benign", "ann"));
        send(Topics.IMAGES_ERASED, erased(NOW));
        output(Topics.LABELS_CHECKED).readRecordsToList();

        send(Topics.IMAGES_INGESTED, later());
        send(Topics.LABELS_SUBMITTED, new LabelSubmitted("chest", IMAGE, "none", "bob", LATER));

        assertThat(checked()).singleElement().satisfies(event -> {
            assertThat(event.label()).isEqualTo("none");
            assertThat(event.votes()).containsOnlyKeys("bob");
            assertThat(event.occurrences()).isEqualTo(1);
        });
    }

    @Test
    void anErasureThatIsReadAgainTakesNothingThatCameSince() {
        send(Topics.IMAGES_ERASED, erased(NOW));
        send(Topics.IMAGES_INGESTED, later());
        send(Topics.LABELS_SUBMITTED, new LabelSubmitted("chest", IMAGE, "none", "bob", LATER));
        assertThat(output(Topics.LABELS_CHECKED).readRecordsToList()).hasSize(2);

        send(Topics.IMAGES_ERASED, erased(NOW));

        assertThat(output(Topics.LABELS_CHECKED).isEmpty()).isTrue();
    }

    private static ImageErased erased(Instant at) {
        return new ImageErased("chest", IMAGE, "5d41402abc4b2a76", "ops", at);
    }

    private static ImageIngested later() {
        ImageIngested plain = arrival("s3");
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
                LATER,
                LATER);
    }
}
