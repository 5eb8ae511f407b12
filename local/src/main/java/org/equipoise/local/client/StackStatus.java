package org.equipoise.local.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;

/**
 * What a stack is doing.
 *
 * @param services by name, whether it is ready
 * @param topics by name, records written to it so far and how far each group is behind
 * @param datasets by name
 * @param models the last decision about each model
 * @param alerts alerts that are not resolved
 * @param deadLetters records in each dead-letter topic that has any
 */
public record StackStatus(
        Map<String, Boolean> services,
        Map<String, TopicStatus> topics,
        Map<String, DatasetStatus> datasets,
        List<ModelDecided> models,
        List<AlertChanged> alerts,
        Map<String, Long> deadLetters) {

    /**
     * One topic.
     *
     * @param end sum of the partitions' end offsets; transaction markers count, too
     * @param lags records that each consumer group has still to read; empty for a group that never committed
     */
    public record TopicStatus(long end, Map<String, Long> lags) {}

    /**
     * One dataset.
     *
     * @param quarantined by reason code
     * @param versions frozen ones, oldest first
     */
    public record DatasetStatus(
            Map<String, Integer> accepted, Map<String, Integer> quarantined, List<String> versions) {}

    /** Asks the services, Kafka and the logs. */
    public static StackStatus of(StackConnection connection) {
        Map<String, TopicStatus> all = topics(connection.bootstrapServers());
        Map<String, TopicStatus> topics = new TreeMap<>();
        Map<String, Long> deadLetters = new TreeMap<>();
        all.forEach((name, status) -> {
            if (Topics.all().contains(name)) {
                topics.put(name, status);
            } else if (name.endsWith(".dlq") && status.end() > 0) {
                deadLetters.put(name, status.end());
            }
        });
        return new StackStatus(
                services(connection.services()),
                topics,
                datasets(connection),
                decisions(connection),
                alerts(connection),
                deadLetters);
    }

    /** The last decision about each model. */
    public static List<ModelDecided> decisions(StackConnection connection) {
        return List.copyOf(
                last(connection, Topics.MODELS_DECIDED, ModelDecided.class).values());
    }

    private static List<AlertChanged> alerts(StackConnection connection) {
        return last(connection, Topics.ALERTS_CHANGED, AlertChanged.class).values().stream()
                .filter(alert -> alert.state() != AlertChanged.State.RESOLVED)
                .toList();
    }

    private static <T> Map<String, T> last(StackConnection connection, String topic, Class<T> type) {
        Map<String, T> byKey = new LinkedHashMap<>();
        try (TopicReader reader = connection.reader(topic)) {
            reader.readToEnd(record -> {
                try {
                    byKey.put(String.valueOf(record.key()), EventCodec.read(record.value(), type));
                } catch (MalformedEventException e) {
                    // Not an event: its consumer makes it a dead letter.
                    return;
                }
            });
        }
        return byKey;
    }

    private static Map<String, Boolean> services(Map<String, URI> services) {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        Map<String, Boolean> ready = new TreeMap<>();
        services.forEach((name, address) -> ready.put(name, ready(http, address)));
        return ready;
    }

    private static boolean ready(HttpClient http, URI address) {
        try {
            HttpRequest request = HttpRequest.newBuilder(address.resolve("/q/health/ready"))
                    .timeout(Duration.ofSeconds(3))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Map<String, DatasetStatus> datasets(StackConnection connection) {
        Map<String, DatasetStatus> datasets = new TreeMap<>();
        last(connection, Topics.LABELS_CHECKED, LabelChecked.class).values().forEach(standing -> {
            DatasetStatus status = dataset(datasets, standing.dataset());
            if (standing.standing() == LabelChecked.Standing.ACCEPTED && standing.label() != null) {
                status.accepted().merge(standing.label(), 1, Integer::sum);
            }
            standing.reasons().forEach(reason -> status.quarantined().merge(reason.code(), 1, Integer::sum));
        });
        for (DatasetFrozen version : new DatasetClient(connection).frozen()) {
            dataset(datasets, version.dataset()).versions().add(version.version());
        }
        return datasets;
    }

    private static DatasetStatus dataset(Map<String, DatasetStatus> datasets, String name) {
        return datasets.computeIfAbsent(
                name, n -> new DatasetStatus(new TreeMap<>(), new TreeMap<>(), new ArrayList<>()));
    }

    private static Map<String, TopicStatus> topics(String bootstrapServers) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        try (var admin = Admin.create(config)) {
            var descriptions = admin.describeTopics(admin.listTopics().names().get())
                    .allTopicNames()
                    .get();
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            descriptions.forEach((name, description) -> description
                    .partitions()
                    .forEach(p -> wanted.put(new TopicPartition(name, p.partition()), OffsetSpec.latest())));
            var ends = admin.listOffsets(wanted).all().get();
            Map<String, TopicStatus> topics = new TreeMap<>();
            ends.forEach((partition, end) -> topics.merge(
                    partition.topic(),
                    new TopicStatus(end.offset(), new TreeMap<>()),
                    (a, b) -> new TopicStatus(a.end() + b.end(), a.lags())));
            for (GroupListing group : admin.listGroups().all().get()) {
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group.groupId())
                        .partitionsToOffsetAndMetadata()
                        .get();
                committed.forEach((partition, offset) -> {
                    TopicStatus topic = topics.get(partition.topic());
                    var end = ends.get(partition);
                    if (topic != null && end != null && offset != null) {
                        topic.lags().merge(group.groupId(), Math.max(0, end.offset() - offset.offset()), Long::sum);
                    }
                });
            }
            return topics;
        } catch (ExecutionException e) {
            throw new ClientException("Kafka at " + bootstrapServers + " did not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException("interrupted while asking Kafka", e);
        }
    }
}
