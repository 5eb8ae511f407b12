package org.equipoise.common.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
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
     * Creates what is missing; topics that exist stay as they are.
     *
     * @param partitions of each topic; a dead-letter topic has one
     * @param patience how long a broker may take to answer
     * @throws IllegalStateException if it does not, or refuses
     */
    public static void create(String bootstrapServers, int partitions, Duration patience) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrapServers, "default.api.timeout.ms", Math.toIntExact(patience.toMillis()));
        try (var admin = Admin.create(config)) {
            admin.createTopics(missing(admin.listTopics().names().get(), partitions))
                    .all()
                    .get();
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
                String policy = Topics.compacted().contains(topic) ? "compact" : "delete";
                missing.add(new NewTopic(topic, partitions, (short) 1).configs(Map.of("cleanup.policy", policy)));
            }
            if (!existing.contains(Topics.deadLetters(topic))) {
                missing.add(new NewTopic(Topics.deadLetters(topic), 1, (short) 1));
            }
        }
        return missing;
    }
}
