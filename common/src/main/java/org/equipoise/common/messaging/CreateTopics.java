package org.equipoise.common.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of {@link Topics} that a broker lacks, each with its dead-letter topic, in one process. */
public final class CreateTopics {

    /** How long {@link #main} waits for a broker that is only starting. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private CreateTopics() {}

    /**
     * Creates them at {@code KAFKA_BOOTSTRAP_SERVERS}, with {@code PARTITIONS} partitions (3 if not set) and one
     * replica, and ends. What goes wrong ends the process with a status that is not 0.
     */
    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        create(
                environment.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092"),
                Integer.parseInt(environment.getOrDefault("PARTITIONS", "3")),
                PATIENCE);
    }

    /**
     * Creates what is missing; topics that exist stay as they are, but for their {@link Retention} where nobody gave
     * them one.
     *
     * @param partitions of each topic; a dead-letter topic has one
     * @param patience how long a broker may take to answer
     * @throws IllegalStateException if it does not, or refuses
     */
    public static void create(String bootstrapServers, int partitions, Duration patience) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrapServers, "default.api.timeout.ms", Math.toIntExact(patience.toMillis()));
        try (var admin = Admin.create(config)) {
            Set<String> existing = admin.listTopics().names().get();
            admin.createTopics(missing(existing, partitions)).all().get();
            limit(admin, existing);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                // Somebody else creates them at the same time: the rest is looked at anew.
                create(bootstrapServers, partitions, patience);
                return;
            }
            throw new IllegalStateException("cannot create topics at " + bootstrapServers, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    private static List<NewTopic> missing(Set<String> existing, int partitions) {
        List<NewTopic> missing = new ArrayList<>();
        for (String topic : Topics.all()) {
            if (!existing.contains(topic)) {
                missing.add(topic(topic, partitions));
            }
            if (!existing.contains(Topics.deadLetters(topic))) {
                missing.add(topic(Topics.deadLetters(topic), 1));
            }
        }
        return missing;
    }

    private static NewTopic topic(String name, int partitions) {
        return new NewTopic(name, partitions, (short) 1).configs(Retention.settings(name));
    }

    /** Topics of an earlier version have no retention of their own yet; one that somebody chose stays. */
    private static void limit(Admin admin, Set<String> existing) throws ExecutionException, InterruptedException {
        List<ConfigResource> ours = Topics.all().stream()
                .flatMap(topic -> Stream.of(topic, Topics.deadLetters(topic)))
                .filter(existing::contains)
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        admin.describeConfigs(ours).all().get().forEach((resource, config) -> {
            ConfigEntry given = config.get(Retention.TIME);
            if (given == null || given.source() != ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                changes.put(resource, settings(resource.name()));
            }
        });
        admin.incrementalAlterConfigs(changes).all().get();
    }

    private static List<AlterConfigOp> settings(String topic) {
        return Retention.settings(topic).entrySet().stream()
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                .toList();
    }
}
