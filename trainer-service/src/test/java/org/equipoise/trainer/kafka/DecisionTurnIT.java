package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.testing.StackResource;
import org.equipoise.trainer.registry.OvertakenException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class DecisionTurnIT {

    /** No topic of decisions: what is written here is none. */
    private static final String TOPIC = Topics.deadLetters(Topics.MODELS_DECIDED);

    private final String bootstrapServers;

    DecisionTurnIT(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @Test
    void ofTwoProcessesThatDecideAboutAModelOnlyTheLaterOnePublishes() {
        try (var topics = new TestTopics(bootstrapServers);
                DecisionTurn stalled = DecisionTurn.open(bootstrapServers, "turns");
                DecisionTurn later = DecisionTurn.open(bootstrapServers, "turns");
                DecisionTurn ofAnotherModel = DecisionTurn.open(bootstrapServers, "turns-2")) {

            later.publish(record("turns", "later"));
            ofAnotherModel.publish(record("turns-2", "another"));

            assertThatExceptionOfType(OvertakenException.class)
                    .isThrownBy(() -> stalled.publish(record("turns", "stalled")));
            assertThat(topics.read(TOPIC, "turns"))
                    .extracting(read -> new String(read.value(), StandardCharsets.UTF_8))
                    .containsExactly("later");
            assertThat(topics.read(TOPIC, "turns-2")).hasSize(1);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String key, String value) {
        return new ProducerRecord<>(
                TOPIC, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }
}
