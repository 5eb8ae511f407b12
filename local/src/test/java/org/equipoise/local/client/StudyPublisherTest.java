package org.equipoise.local.client;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.local.sets.RefusedFile;
import org.equipoise.local.sets.SetException;
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
    private final StudyPublisher publisher = publisher(store, Outage.silent());

    private StudyPublisher publisher(ObjectStore objects, Outage outage) {
        return new StudyPublisher(objects, new EventPublisher(kafka, CLOCK, outage), CLOCK, outage);
    }

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
    void aFileThatCannotBeReadIsRefusedAndTheOthersGoOn() {
        var gone = new SetImage("x/gone.png", "0", null, null, () -> {
            throw new IOException("disk gone");
        });
        var large = new SetImage("x/large.png", "0", null, "p0", () -> {
            throw new SetException("x/large.png has more than 64 MiB");
        });
        List<SetImage> images = new ArrayList<>(images(2));
        images.add(1, gone);
        images.add(large);

        Publication publication =
                publisher.publish(images, new PublishOptions("lungs", "OT", null, "lungs", true), Progress.NONE);

        assertThat(publication.images())
                .extracting(Publication.PublishedImage::path)
                .containsExactly("s/0.png", "s/1.png");
        assertThat(publication.unreadable())
                .extracting(RefusedFile::path, RefusedFile::detail)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("x/gone.png", "cannot be read: disk gone"),
                        org.assertj.core.groups.Tuple.tuple(
                                "x/large.png", "cannot be read: x/large.png has more than 64 MiB"));
        assertThat(kafka.history()).hasSize(1);
    }

    @Test
    void aPatientOfManyImagesHasSeveralStudiesSoThatNoEventGrowsTooLarge() throws MalformedEventException {
        List<SetImage> images = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            byte[] bytes = {(byte) i, (byte) (i >> 8)};
            images.add(new SetImage(i + ".png", "0", null, "p", () -> bytes));
        }

        publisher.publish(images, new PublishOptions("lungs", "OT", null, "lungs", true), Progress.NONE);

        assertThat(kafka.history()).hasSize(3);
        for (ProducerRecord<String, byte[]> record : kafka.history()) {
            assertThat(event(record).images()).hasSizeLessThanOrEqualTo(200);
            assertThat(event(record).patientKey()).isEqualTo("p");
        }
    }

    @Test
    void anOutageOfTheObjectStoreIsOutlastedAndSaid() {
        var said = Collections.synchronizedList(new ArrayList<String>());
        var failures = new AtomicInteger(3);
        ObjectStore flaky = failing(failures);
        try (var patient = publisher(flaky, outage(Duration.ofSeconds(60), said))) {
            Publication publication = patient.publish(images(5), PublishOptions.collect("d", "OT"), Progress.NONE);

            assertThat(publication.images()).hasSize(5);
            assertThat(said).first().asString().startsWith("S3 does not answer (no disk): trying again for up to 60 s");
            assertThat(said).contains("S3 answers again");
        }
    }

    @Test
    void anOutageThatLastsEndsWithTheAdviceToRunItAgain() {
        ObjectStore away = failing(new AtomicInteger(Integer.MAX_VALUE));
        try (var hasty = publisher(away, outage(Duration.ofMillis(30), new ArrayList<>()))) {
            assertThatThrownBy(() -> hasty.publish(images(1), PublishOptions.collect("d", "OT"), Progress.NONE))
                    .isInstanceOf(ClientException.class)
                    .hasMessageContaining("S3 did not answer for 0 s: no disk")
                    .hasMessageContaining("Run it again: nothing counts twice");
        }
    }

    @Test
    void anEventThatKafkaNeverTakesEndsWithTheSameAdvice() {
        var late = new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer()) {
            @Override
            public void flush() {
                errorNext(new TimeoutException("60000 ms have passed"));
            }
        };
        var outage = outage(Duration.ofSeconds(2), new ArrayList<>());
        try (var events = new EventPublisher(late, CLOCK, outage)) {
            events.publish(Topics.DATASETS_DECLARED, "d", "d/1", new LabelSet(List.of("a", "b")));

            assertThatThrownBy(events::flush)
                    .isInstanceOf(ClientException.class)
                    .hasMessageContaining("Kafka did not answer for 2 s: 60000 ms have passed")
                    .hasMessageContaining("nothing counts twice");
        }
    }

    private static Outage outage(Duration limit, List<String> said) {
        return new Outage(limit, Duration.ofMillis(5), Duration.ofSeconds(5), said::add);
    }

    /** A store whose first puts fail. */
    private ObjectStore failing(AtomicInteger failures) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("put") && failures.getAndDecrement() > 0) {
                        throw new StorageException("no disk", null);
                    }
                    return method.invoke(store, arguments);
                });
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
