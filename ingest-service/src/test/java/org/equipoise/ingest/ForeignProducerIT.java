package org.equipoise.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.PoisonRecords;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.testing.StackResource;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Producers of librdkafka (Python, Go, C, kcat) spread keys by CRC32, those of Java by murmur2. */
@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class ForeignProducerIT {

    private static final String DATASET = "foreign";
    private static final int IMAGES = 60;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    @SuppressWarnings("NullAway.Init")
    String bootstrapServers;

    @Test
    void labelsMeetTheirImagesWhateverPartitionerTheirProducersHave() {
        Set<String> images = IntStream.range(0, IMAGES)
                .mapToObj(i -> PoisonRecords.imageId("foreign-" + i))
                .collect(Collectors.toSet());
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] declared = EventCodec.write(new DatasetDeclared(DATASET, IngestTopics.LABELS, Instant.now()));
            int partitions = producer.partitionsFor(Topics.LABELS_SUBMITTED).size();
            producer.send(new ProducerRecord<>(Topics.DATASETS_DECLARED, DATASET.getBytes(UTF_8), declared));
            for (String image : images) {
                byte[] key = ImageKey.of(DATASET, image).getBytes(UTF_8);
                producer.send(new ProducerRecord<>(
                        Topics.IMAGES_INGESTED, key, EventCodec.write(Arrivals.of(DATASET, image))));
                var label = new LabelSubmitted(DATASET, image, "benign", "ann", Instant.now());
                assertThat(producer.send(new ProducerRecord<>(
                                Topics.LABELS_SUBMITTED, crc32(key, partitions), key, EventCodec.write(label))))
                        .succeedsWithin(10, TimeUnit.SECONDS);
            }
        }

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(accepted()).containsExactlyInAnyOrderElementsOf(images));
    }

    /** As librdkafka's {@code consistent_random} does it for a record that has a key. */
    private static int crc32(byte[] key, int partitions) {
        var crc = new CRC32();
        crc.update(key);
        return (int) (crc.getValue() % partitions);
    }

    private Set<String> accepted() {
        return new IngestTopics(bootstrapServers)
                .read(Topics.LABELS_CHECKED, LabelChecked.class).stream()
                        .filter(event -> event.dataset().equals(DATASET) && event.standing() == Standing.ACCEPTED)
                        .map(LabelChecked::imageId)
                        .collect(Collectors.toSet());
    }
}
