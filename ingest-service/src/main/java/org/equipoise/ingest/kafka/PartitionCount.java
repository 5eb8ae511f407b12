package org.equipoise.ingest.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.IntSupplier;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.equipoise.common.messaging.Topics;

/**
 * How many partitions images are spread over: as many as the topics have that checking reads, the larger number where
 * they differ, as Kafka Streams counts its tasks.
 */
public record PartitionCount(String bootstrapServers) implements IntSupplier {

    /** @throws KafkaException if the broker does not say, or has no such topic: try again */
    @Override
    public int getAsInt() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrapServers))) {
            return admin
                    .describeTopics(List.of(Topics.IMAGES_INGESTED, Topics.LABELS_SUBMITTED, Topics.IMAGES_ERASED))
                    .allTopicNames()
                    .get()
                    .values()
                    .stream()
                    .mapToInt(topic -> topic.partitions().size())
                    .max()
                    .orElseThrow();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot count the partitions of the topics that checking reads", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new org.apache.kafka.common.errors.InterruptException(e);
        }
    }
}
