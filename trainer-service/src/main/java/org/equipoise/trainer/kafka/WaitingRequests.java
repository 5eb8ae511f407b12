package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import jakarta.enterprise.context.ApplicationScoped;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.messaging.Topics;
import org.jboss.logging.Logger;

/**
 * Whether requests wait in {@code training.requested} behind those that are worked on. Of the trainers of a group none
 * knows what the others work on: as long as more requests are unfinished than there are trainers, others wait.
 */
@ApplicationScoped
public class WaitingRequests {

    private static final Logger LOG = Logger.getLogger(WaitingRequests.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String bootstrapServers;
    private final String group;

    WaitingRequests(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            @ConfigProperty(name = "mp.messaging.incoming.training-requested.group.id") String group) {
        this.bootstrapServers = bootstrapServers;
        this.group = group;
    }

    /** Whether another request waits; true when the brokers do not say, because then there is other work to do. */
    public boolean othersWait() {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            int trainers = Objects.requireNonNull(
                            get(admin.describeConsumerGroups(List.of(group)).all())
                                    .get(group))
                    .members()
                    .size();
            return unfinished(admin) > Math.max(1, trainers);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("nobody says whether a training waits: %s", e.getMessage());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Requests from the first that is not acknowledged on; the markers of a transaction count as well. */
    private long unfinished(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        Objects.requireNonNull(get(admin.describeTopics(List.of(Topics.TRAINING_REQUESTED))
                                .allTopicNames())
                        .get(Topics.TRAINING_REQUESTED))
                .partitions()
                .forEach(partition -> asked.put(
                        new TopicPartition(Topics.TRAINING_REQUESTED, partition.partition()), OffsetSpec.latest()));
        long unfinished = 0;
        for (var end : get(admin.listOffsets(asked).all()).entrySet()) {
            OffsetAndMetadata done = committed.get(end.getKey());
            unfinished += end.getValue().offset() - (done == null ? 0 : done.offset());
        }
        return unfinished;
    }

    private static <T> T get(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
