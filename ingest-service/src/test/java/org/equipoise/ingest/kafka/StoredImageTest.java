package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.ingest.labelling.ImageRecord;
import org.equipoise.ingest.labelling.Occurrence;
import org.equipoise.ingest.labelling.Vote;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StoredImageTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    private static final String IMAGE = "ab".repeat(32);

    /** The bytes that the first releases wrote, which are on disks and in the store's log. Never change them. */
    private static final String WITHOUT_NUMBER = "{\"image\":{\"dataset\":\"chest\",\"imageId\":\"" + IMAGE
            + "\",\"size\":{\"width\":16,\"height\":24,\"channels\":1,\"modality\":\"DX\"},\"occurrences\":["
            + "{\"studyId\":\"s1\",\"patientGroup\":\"5d41402abc4b2a76\",\"split\":\"train\"},{\"studyId\":\"s2\"}],"
            + "\"votes\":{\"ann\":{\"label\":\"benign\",\"submittedAt\":\"2026-01-02T03:04:05Z\"}}},"
            + "\"checked\":{\"dataset\":\"chest\",\"imageId\":\"" + IMAGE
            + "\",\"standing\":\"accepted\",\"reasons\":[],\"label\":\"benign\",\"classIndex\":1,\"split\":\"train\","
            + "\"patientGroup\":\"5d41402abc4b2a76\",\"votes\":{\"ann\":\"benign\"},\"occurrences\":2,"
            + "\"checkedAt\":\"2026-01-02T03:04:05Z\"}}";

    /** What this release writes. */
    private static final String FORMAT_1 = WITHOUT_NUMBER.replaceFirst("\\{", "{\"format\":1,");

    @Test
    void everyReleasedFormatIsRead() throws MalformedEventException {
        for (String row : List.of(WITHOUT_NUMBER, FORMAT_1)) {
            StoredImage stored = StoredImage.read(utf8(row));

            assertThat(stored.image()).as(row).isEqualTo(image());
            assertThat(stored.checked()).as(row).isEqualTo(checked());
        }
    }

    @Test
    void whatIsWrittenSaysItsFormat() {
        assertThat(new String(new StoredImage(image(), checked()).write(), StandardCharsets.UTF_8))
                .isEqualTo(FORMAT_1);
    }

    @Test
    void whatWasMeasuredIsKept() throws MalformedEventException {
        ImageRecord plain = image();
        var measured = new ImageRecord(
                plain.dataset(),
                plain.imageId(),
                new ImageRecord.Size(16, 24, 1, "DX", null, "XR2", EventExamples.imageMeasures(), null, null),
                plain.occurrences(),
                plain.votes());

        assertThat(StoredImage.read(new StoredImage(measured, checked()).write())
                        .image())
                .isEqualTo(measured);
    }

    @Test
    void whetherItWasSaidThatTheSplitWasDrawnIsKept() throws MalformedEventException {
        assertThat(StoredImage.read(new StoredImage(image(), checked(), null, true).write())
                        .drawnSaid())
                .isTrue();
        assertThat(StoredImage.read(utf8(FORMAT_1)).drawnSaid()).isFalse();
    }

    @Test
    void aRowOfALaterReleaseIsRefusedWithItsNumber() {
        assertThatThrownBy(() -> StoredImage.read(utf8("{\"format\":7,\"images\":\"of another shape\"}")))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("has format 7, this version knows 1 to 1");
    }

    @Test
    void aDamagedRowIsRefused() {
        for (String row : List.of("", "{", "{}", "null", "{\"image\":{}}", "{\"format\":\"x\"}")) {
            assertThatThrownBy(() -> StoredImage.read(utf8(row))).as(row).isInstanceOf(MalformedEventException.class);
        }
    }

    /** The broker takes 1 MiB: of the store's log, and of the standing that says the labels again. */
    @Test
    void theLargestImageThatIsKeptFitsTheBroker() throws MalformedEventException {
        ImageRecord image = image();
        byte[] row = new StoredImage(image, standing(image)).writeWithinBounds();
        try {
            for (int i = 0; i < 100_000; i++) {
                // A control character takes six bytes in JSON, the most of all.
                image = withVote(image, "annotator-" + i, "\u0001".repeat(1000));
                row = new StoredImage(image, standing(image)).writeWithinBounds();
            }
            throw new AssertionError("nothing was refused");
        } catch (MalformedEventException e) {
            assertThat(e).hasMessageContaining("bytes, at most 400000 are kept");
        }
        assertThat(row).hasSizeBetween(700_000, 900_000);
        assertThat(OutgoingRecord.of(standing(image), List.of()).value()).hasSizeLessThan(900_000);
    }

    private static ImageRecord withVote(ImageRecord image, String annotator, String label) {
        Map<String, Vote> votes = new java.util.TreeMap<>(image.votes());
        votes.put(annotator, new Vote(label, TIME));
        return new ImageRecord(
                image.dataset(), image.imageId(), image.size(), new ArrayList<>(image.occurrences()), votes);
    }

    private static LabelChecked standing(ImageRecord image) {
        Map<String, String> votes = new java.util.TreeMap<>();
        image.votes().forEach((annotator, vote) -> votes.put(annotator, vote.label()));
        return new LabelChecked(
                "chest",
                IMAGE,
                Standing.QUARANTINED,
                List.of(LabelChecked.QuarantineReason.CONFLICTING_LABELS),
                null,
                null,
                Split.TRAIN,
                null,
                votes,
                1,
                TIME);
    }

    private static ImageRecord image() {
        return new ImageRecord(
                "chest",
                IMAGE,
                new ImageRecord.Size(16, 24, 1, "DX"),
                List.of(new Occurrence("s1", "5d41402abc4b2a76", Split.TRAIN), new Occurrence("s2", null, null)),
                Map.of("ann", new Vote("benign", TIME)));
    }

    private static LabelChecked checked() {
        return new LabelChecked(
                "chest",
                IMAGE,
                Standing.ACCEPTED,
                List.of(),
                "benign",
                1,
                Split.TRAIN,
                "5d41402abc4b2a76",
                Map.of("ann", "benign"),
                2,
                TIME);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
