package org.equipoise.local.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.testing.QuietServers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A broker in this process, and the topics on it. */
class EmbeddedKafkaIT {

    @BeforeAll
    static void hush() {
        QuietServers.hush();
    }

    @Test
    void missingTopicsAreCreatedAndOthersStayAsTheyAre(@TempDir Path directory) throws Exception {
        try (var kafka = EmbeddedKafka.start(directory, Ports.free(), Ports.free());
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(Set.of(new NewTopic(Topics.STUDIES_PUBLISHED, 7, (short) 1)))
                    .all()
                    .get();

            kafka.createTopics();
            kafka.createTopics();

            var described = admin.describeTopics(admin.listTopics().names().get())
                    .allTopicNames()
                    .get();
            Set<String> expected = Topics.all().stream()
                    .flatMap(topic -> Stream.of(topic, Topics.deadLetters(topic)))
                    .collect(Collectors.toSet());
            assertThat(described.keySet()).containsExactlyInAnyOrderElementsOf(expected);
            Map<String, Integer> partitions = described.values().stream()
                    .collect(Collectors.toMap(
                            TopicDescription::name, topic -> topic.partitions().size()));
            assertThat(partitions)
                    .containsEntry(Topics.STUDIES_PUBLISHED, 7)
                    .containsEntry(Topics.LABELS_CHECKED, EmbeddedKafka.PARTITIONS)
                    .containsEntry("labels.checked.dlq", 1);
        }
    }
}
