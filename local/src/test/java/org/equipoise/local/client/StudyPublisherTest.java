package org.equipoise.local.client;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.local.sets.SetImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StudyPublisherTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final MockProducer<String, byte[]> kafka =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final StudyPublisher publisher = new StudyPublisher(store, new EventPublisher(kafka, CLOCK), CLOCK);

    @AfterEach
    void stop() {
        publisher.close();
    }

    @Test
    void everyImageIsAStudyWhoseObjectIsThereWithItsBytes() throws MalformedEventException {
        List<SetImage> images = images(200);

        Publication publication = publisher.publish(images, PublishOptions.collect("lungs", "DX"), Progress.NONE);

        assertThat(publication.images())
                .extracting(Publication.PublishedImage::path)
                .containsExactlyElementsOf(images.stream().map(SetImage::path).toList());
        assertThat(kafka.history())
                .hasSize(200)
                .allMatch(record -> record.topic().equals(Topics.STUDIES_PUBLISHED));
        StudyPublished event = event(kafka.history().get(7));
        assertThat(event.modality()).isEqualTo("DX");
        assertThat(event.patientKey()).isEqualTo("p3");
        assertThat(event.images()).singleElement().satisfies(image -> {
            assertThat(image.label()).isEqualTo("1");
            assertThat(image.split()).isEqualTo(Split.TEST);
            assertThat(store.get(Bucket.STUDIES, image.objectKey())).hasValue(new byte[] {7, 1});
        });
        assertThat(kafka.history().get(7).headers().lastHeader("ce_type").value())
                .isEqualTo("org.equipoise.studies.published".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void publishingAgainIsTheSameStudiesAndAnotherPrefixOthers() {
        Publication first = publisher.publish(images(3), PublishOptions.collect("lungs", "OT"), Progress.NONE);
        Publication again = publisher.publish(images(3), PublishOptions.collect("lungs", "OT"), Progress.NONE);
        Publication scored =
                publisher.publish(images(3), PublishOptions.score("m", "lungs", "OT", "feed-1"), Progress.NONE);

        assertThat(again).isEqualTo(first);
        assertThat(scored.images())
                .noneMatch(image -> first.images().stream()
                        .anyMatch(known -> known.studyId().equals(image.studyId())));
    }

    @Test
    void imagesOfOnePatientMakeOneStudyWhenAsked() throws MalformedEventException {
        Publication publication =
                publisher.publish(images(5), new PublishOptions("lungs", "OT", null, "lungs", true), Progress.NONE);

        assertThat(kafka.history()).hasSize(3);
        assertThat(event(kafka.history().get(0)).images()).hasSize(2);
        assertThat(publication.images()).hasSize(5);
    }

    @Test
    void anUnreadableFileEndsThePublicationWithItsPath() {
        var bad = new SetImage("x/bad.png", "0", null, null, () -> {
            throw new IOException("disk gone");
        });

        assertThatThrownBy(() -> publisher.publish(List.of(bad), PublishOptions.collect("d", "OT"), Progress.NONE))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("x/bad.png")
                .hasMessageContaining("disk gone");
    }

    @Test
    void aPathFromOutsideMakesASafeObjectKey() {
        assertThat(ObjectNames.safe("../a b/ü?/x%.png")).isEqualTo("__/a_b/ü_/x_.png");
        assertThat(ObjectNames.safe("/abs/x.png")).isEqualTo("abs/x.png");
        assertThat(ObjectNames.safe("n".repeat(300) + ".png")).hasSize(60).endsWith(".png");
    }

    private static StudyPublished event(ProducerRecord<String, byte[]> record) throws MalformedEventException {
        return EventCodec.read(record.value(), StudyPublished.class);
    }

    private static List<SetImage> images(int n) {
        List<SetImage> images = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            byte[] bytes = {(byte) i, 1};
            images.add(new SetImage("s/" + i + ".png", Integer.toString(i % 2), Split.TEST, "p" + i / 2, () -> bytes));
        }
        return images;
    }
}
