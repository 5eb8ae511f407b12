package org.equipoise.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.client.EventPublisher;
import org.equipoise.local.client.IngestionProgress;
import org.equipoise.local.client.Progress;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.sets.SetImage;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Whatever comes in has its reason code, and what comes after it goes through. */
@Order(3)
class BadInputIT {

    private static final String DATASET = "bad-input";
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Clock CLOCK = Clock.systemUTC();

    private final StackConnection connection = RunningStack.shared().connection();

    @Test
    void badImagesAreRejectedWithTheirReasonsAndTheGoodOneBehindThemIsTaken() {
        byte[] png = TinyImages.png("spot", 1);
        List<SetImage> images = List.of(
                file("truncated.png", Arrays.copyOf(png, png.length / 2)),
                file("empty.png", new byte[0]),
                file("text.png", "not an image at all".getBytes(StandardCharsets.UTF_8)),
                file("bomb.png", headerBomb(40_000, 40_000)),
                file("good.png", png));

        IngestionProgress.Result result = publish(images);

        Map<String, RejectionReason> reasons = result.rejected().stream()
                .collect(Collectors.toMap(event -> name(event.sourceKey()), ImageRejected::reason));
        assertThat(reasons)
                .isEqualTo(Map.of(
                        "truncated.png", RejectionReason.UNREADABLE,
                        "empty.png", RejectionReason.EMPTY,
                        "text.png", RejectionReason.UNSUPPORTED_FORMAT,
                        "bomb.png", RejectionReason.TOO_LARGE));
        assertThat(result.ingested())
                .singleElement()
                .satisfies(event -> assertThat(event.sourceKey()).endsWith("good.png"));
        assertThat(result.accepted()).isEqualTo(1);
    }

    @Test
    void anUnknownLabelIsQuarantined() {
        byte[] png = TinyImages.png("spot", 2);

        IngestionProgress.Result result = publish(List.of(new SetImage("zebra.png", "zebra", null, null, () -> png)));

        assertThat(result.standings()).singleElement().satisfies(standing -> {
            assertThat(standing.standing()).isEqualTo(Standing.QUARANTINED);
            assertThat(standing.reasons()).containsExactly(QuarantineReason.UNKNOWN_LABEL);
        });
    }

    @Test
    void aLabelThatComesBeforeItsImageWaitsForIt() {
        byte[] png = TinyImages.png("spot", 3);
        String imageId = ImageId.of(PngCodec.decode(png));
        var label = new LabelSubmitted(DATASET, imageId, "spot", "reader-7", Instant.now());
        try (var events = new EventPublisher(connection.bootstrapServers(), CLOCK)) {
            events.publish(Topics.LABELS_SUBMITTED, label.key(), "label-before-image", label);
            events.flush();
        }

        publish(List.of(new SetImage("late.png", null, null, null, () -> png)));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Events.of(
                                connection,
                                Topics.LABELS_CHECKED,
                                LabelChecked.class,
                                e -> e.imageId().equals(imageId)))
                        .last()
                        .satisfies(standing -> {
                            assertThat(standing.standing()).isEqualTo(Standing.ACCEPTED);
                            assertThat(standing.votes()).containsEntry("reader-7", "spot");
                        }));
    }

    @Test
    void malformedRecordsBecomeDeadLettersAndTheFlowGoesOn() {
        List<String> consumed = List.of(
                Topics.STUDIES_PUBLISHED,
                Topics.DATASETS_DECLARED,
                Topics.LABELS_SUBMITTED,
                Topics.IMAGES_INGESTED,
                Topics.TRAINING_REQUESTED,
                Topics.SHARDS_REQUESTED,
                Topics.MODELS_DECIDED,
                Topics.PREDICTIONS_MADE);
        byte[] broken = "{\"broken\":".getBytes(StandardCharsets.UTF_8);
        try (var events = new EventPublisher(connection.bootstrapServers(), CLOCK)) {
            consumed.forEach(topic -> events.publishRaw(topic, "broken", broken));
        }

        for (String topic : consumed) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Events.records(connection, Topics.deadLetters(topic)))
                            .as("dead letters of %s", topic)
                            .anySatisfy(record -> {
                                assertThat(record.value()).isEqualTo(broken);
                                assertThat(record.key()).isEqualTo("broken");
                                assertThat(Events.header(record, "dead-letter-reason"))
                                        .isNotBlank();
                                assertThat(Events.header(record, "dead-letter-topic"))
                                        .isEqualTo(topic);
                            }));
        }
        byte[] png = TinyImages.png("plain", 4);
        IngestionProgress.Result result = publish(List.of(new SetImage("after.png", "plain", null, null, () -> png)));
        assertThat(result.accepted()).isEqualTo(1);
    }

    private IngestionProgress.Result publish(List<SetImage> images) {
        try (var publisher = new StudyPublisher(connection, CLOCK)) {
            publisher.declare(DATASET, new LabelSet(TinyImages.CLASSES));
            Publication publication = publisher.publish(images, PublishOptions.collect(DATASET, "OT"), Progress.NONE);
            return IngestionProgress.await(connection, publication, PATIENCE, Progress.NONE);
        }
    }

    private static SetImage file(String name, byte[] bytes) {
        return new SetImage(name, "spot", null, null, () -> bytes);
    }

    private static String name(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    /** A PNG of a few bytes that claims {@code width x height} pixels. */
    private static byte[] headerBomb(int width, int height) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a});
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 8)
                .array();
        out.writeBytes(chunk("IHDR", header));
        out.writeBytes(chunk("IDAT", new byte[] {0x78, (byte) 0x9c, 3, 0, 0, 0, 0, 1}));
        out.writeBytes(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] named = ByteBuffer.allocate(4 + data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .array();
        var crc = new CRC32();
        crc.update(named);
        return ByteBuffer.allocate(8 + named.length)
                .putInt(data.length)
                .put(named)
                .putInt((int) crc.getValue())
                .array();
    }
}
