package org.equipoise.local.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
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
 * @param services by name
 * @param topics by name, records that it holds and how far each group is behind
 * @param datasets by name
 * @param models the last decision about each model
 * @param alerts alerts that are not resolved
 * @param deadLetters records in each dead-letter topic that has any
 */
public record StackStatus(
        Map<String, ServiceHealth> services,
        Map<String, TopicStatus> topics,
        Map<String, DatasetStatus> datasets,
        List<ModelDecided> models,
        List<AlertChanged> alerts,
        Map<String, RecordCount> deadLetters) {

    /** Offsets of a partition up to which its records are counted: reading them takes about a second. */
    private static final long MOST_OFFSETS = 50_000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * One topic.
     *
     * @param records that it holds
     * @param lags records that each consumer group has still to read; empty for a group that never committed
     */
    public record TopicStatus(RecordCount records, Map<String, RecordCount> lags) {}

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
        Map<String, RecordCount> deadLetters = new TreeMap<>();
        all.forEach((name, status) -> {
            if (Topics.all().contains(name)) {
                topics.put(name, status);
            } else if (name.endsWith(".dlq") && status.records().count() > 0) {
                deadLetters.put(name, status.records());
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

    /** Alerts that are not resolved. */
    public static List<AlertChanged> alerts(StackConnection connection) {
        return last(connection, Topics.ALERTS_CHANGED, AlertChanged.class).values().stream()
                .filter(alert -> alert.state() != AlertChanged.State.RESOLVED)
                .toList();
    }

    /** Alerts of one model that fire. */
    public static List<AlertChanged> firing(StackConnection connection, String model) {
        return alerts(connection).stream()
                .filter(alert -> alert.model().equals(model) && alert.state() == AlertChanged.State.FIRING)
                .toList();
    }

    private static <T> Map<String, T> last(StackConnection connection, String topic, Class<T> type) {
        Map<String, T> byKey = new LinkedHashMap<>();
        try (TopicReader reader = connection.reader(topic)) {
            reader.readToEnd(record -> {
                if (record.value() == null) {
                    byKey.remove(String.valueOf(record.key()));
                    return;
                }
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

    private static Map<String, ServiceHealth> services(Map<String, URI> services) {
        HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        Map<String, ServiceHealth> health = new TreeMap<>();
        services.forEach((name, address) -> health.put(name, ServiceHealth.of(http, address)));
        return health;
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
        Map<TopicPartition, Map<String, Long>> committed;
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            committed = committed(admin);
        } catch (ExecutionException e) {
            throw new ClientException("Kafka at " + bootstrapServers + " did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException("interrupted while asking Kafka", e);
        }
        var counts = new RecordCounts(RecordCounts.consumer(bootstrapServers), MOST_OFFSETS, PATIENCE);
        try {
            return topics(committed, counts);
        } finally {
            counts.close();
        }
    }

    /** Positions by partition and group, of every partition of our topics. */
    private static Map<TopicPartition, Map<String, Long>> committed(Admin admin)
            throws ExecutionException, InterruptedException {
        List<String> names = admin.listTopics().names().get().stream()
                .filter(StackStatus::ours)
                .toList();
        Map<TopicPartition, Map<String, Long>> committed = new HashMap<>();
        admin.describeTopics(names)
                .allTopicNames()
                .get()
                .forEach((name, description) -> description
                        .partitions()
                        .forEach(p -> committed.put(new TopicPartition(name, p.partition()), new TreeMap<>())));
        for (GroupListing group : admin.listGroups().all().get()) {
            admin.listConsumerGroupOffsets(group.groupId())
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> {
                        Map<String, Long> groups = committed.get(partition);
                        if (groups != null && offset != null) {
                            groups.put(group.groupId(), offset.offset());
                        }
                    });
        }
        return committed;
    }

    private static boolean ours(String topic) {
        return Topics.all().contains(topic) || topic.endsWith(".dlq");
    }

    private static Map<String, TopicStatus> topics(
            Map<TopicPartition, Map<String, Long>> committed, RecordCounts counter) {
        Map<TopicPartition, Set<Long>> from = new HashMap<>();
        committed.forEach((partition, groups) -> {
            Set<Long> offsets = new HashSet<>(groups.values());
            offsets.add(0L);
            from.put(partition, offsets);
        });
        Map<TopicPartition, Map<Long, RecordCount>> counted = counter.count(from);
        Map<String, TopicStatus> topics = new TreeMap<>();
        committed.forEach((partition, groups) -> {
            Map<Long, RecordCount> counts = counted.getOrDefault(partition, Map.of());
            TopicStatus before =
                    topics.getOrDefault(partition.topic(), new TopicStatus(RecordCount.NONE, new TreeMap<>()));
            groups.forEach((group, offset) ->
                    before.lags().merge(group, counts.getOrDefault(offset, RecordCount.NONE), RecordCount::plus));
            topics.put(
                    partition.topic(),
                    new TopicStatus(before.records().plus(counts.getOrDefault(0L, RecordCount.NONE)), before.lags()));
        });
        return topics;
    }
}
