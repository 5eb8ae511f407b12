package org.equipoise.local.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.client.Publication.PublishedImage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IngestionProgressTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void imagesOfOneStudyWithTheSamePixelsAreAllDoneWithOneEvent() {
        var progress = progress(image("s1", "a", "ill"), image("s1", "b", "ill"), image("s1", "c", "ill"));

        progress.accept(ingested("s1", 1, List.of("b"), "a"));
        assertThat(progress.complete()).isFalse();
        progress.accept(ingested("s1", 2, null, "c"));
        progress.accept(checked("s1", 1));
        progress.accept(checked("s1", 2));

        assertThat(progress.complete()).isTrue();
        assertThat(progress.done()).isEqualTo(progress.total()).isEqualTo(6);
        assertThat(progress.result().ingested()).hasSize(3);
        assertThat(progress.result().distinct()).isEqualTo(2);
        assertThat(progress.result().accepted()).isEqualTo(2);
    }

    @Test
    void aRefusedImageIsDoneWithoutALabel() {
        var progress = progress(image("s1", "a", "ill"));

        progress.accept(record(
                Topics.IMAGES_REJECTED,
                new ImageRejected("s1", "d", "a", RejectionReason.EMPTY, "the file has 0 bytes", NOW)));

        assertThat(progress.complete()).isTrue();
        assertThat(progress.result().rejected()).hasSize(1);
        assertThat(progress.result().ingested()).isEmpty();
    }

    @Test
    void anImageIsNotDoneBeforeItsOwnLabelCounts() {
        var progress = progress(image("s1", "a", "ill"));

        progress.accept(ingested("s1", 1, null, "a"));
        progress.accept(checked("another-study", 1));
        assertThat(progress.complete()).isFalse();
        progress.accept(checked("s1", 1));

        assertThat(progress.complete()).isTrue();
    }

    @Test
    void anImageWithoutALabelIsDoneWhenItIsTakenAndIsNoDuplicate() {
        var progress = progress(image("s1", "a", null), image("s2", "b", null));

        progress.accept(ingested("s1", 1, null, "a"));
        progress.accept(ingested("s2", 2, null, "b"));

        assertThat(progress.complete()).isTrue();
        assertThat(progress.result().distinct()).isEqualTo(2);
        assertThat(progress.result().standings()).isEmpty();
    }

    @Test
    void whatOthersPublishIsLeftOutAndTheStandingsOfTheDatasetAreKept() {
        var progress = progress(image("s1", "a", "ill"));

        progress.accept(ingested("s9", 9, null, "z"));
        progress.accept(checked("s9", 9));
        progress.accept(new ConsumerRecord<>(Topics.IMAGES_INGESTED, 0, 0, "k", new byte[] {'{'}));
        assertThat(progress.done()).isZero();

        assertThat(progress.result().dataset()).hasSize(1);
        assertThat(progress.result().standings()).isEmpty();
    }

    private static IngestionProgress progress(PublishedImage... images) {
        return new IngestionProgress(new Publication("d", List.of(images)));
    }

    private static PublishedImage image(String study, String key, @Nullable String label) {
        return new PublishedImage(study, key + ".png", key, label);
    }

    private static ConsumerRecord<String, byte[]> ingested(
            String study, int pixels, @Nullable List<String> copies, String key) {
        return record(
                Topics.IMAGES_INGESTED,
                new ImageIngested(
                        "d",
                        id(pixels),
                        study,
                        "d/" + id(pixels) + ".png",
                        key,
                        16,
                        16,
                        1,
                        "OT",
                        null,
                        null,
                        1,
                        null,
                        NOW,
                        NOW,
                        null,
                        copies,
                        null,
                        null));
    }

    private static ConsumerRecord<String, byte[]> checked(String study, int pixels) {
        return record(
                Topics.LABELS_CHECKED,
                new LabelChecked(
                        "d",
                        id(pixels),
                        Standing.ACCEPTED,
                        List.of(),
                        "ill",
                        0,
                        Split.TRAIN,
                        null,
                        Map.of(LabelSubmitted.SOURCE + ":" + study, "ill"),
                        1,
                        NOW));
    }

    private static String id(int pixels) {
        return String.valueOf(pixels).repeat(64).substring(0, 64);
    }

    private static ConsumerRecord<String, byte[]> record(String topic, Object event) {
        return new ConsumerRecord<>(topic, 0, 0, "k", EventCodec.write(event));
    }
}
