package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.testing.StackResource;
import org.equipoise.trainer.registry.DecisionLog;
import org.equipoise.trainer.registry.DecisionWriter;
import org.equipoise.trainer.registry.OnlyTurns;
import org.equipoise.trainer.registry.OvertakenException;
import org.equipoise.trainer.registry.RegistryEvents;
import org.equipoise.trainer.registry.TurnPauses;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class DecisionTurnIT {

    /** No topic of decisions: what is written here is none, nor is it a dead letter that anybody looks for. */
    private static final String TOPIC = Topics.deadLetters(Topics.CANARIES_REPLAYED);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestTopics topics;

    DecisionTurnIT(TestTopics topics) {
        this.topics = topics;
    }

    @Test
    void ofTwoProcessesThatDecideAboutAModelOnlyTheLaterOnePublishes() {
        try (DecisionTurn stalled = DecisionTurn.open(topics.bootstrapServers(), "turns");
                DecisionTurn later = DecisionTurn.open(topics.bootstrapServers(), "turns");
                DecisionTurn ofAnotherModel = DecisionTurn.open(topics.bootstrapServers(), "turns-2")) {

            later.publish(record("turns", "later"));
            ofAnotherModel.publish(record("turns-2", "another"));

            assertThatExceptionOfType(OvertakenException.class)
                    .isThrownBy(() -> stalled.publish(record("turns", "stalled")));
            // A commit is answered before its marker is written.
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(topics.read(TOPIC, "turns"))
                            .extracting(read -> new String(read.value(), StandardCharsets.UTF_8))
                            .containsExactly("later"));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(topics.read(TOPIC, "turns-2")).hasSize(1));
        }
    }

    /**
     * Each of the two begins a turn in much less time than it takes: at once again, they would stop each other for
     * ever.
     */
    @Test
    void twoProcessesWithStepsOfThreeHundredMillisecondsAreBothDecided() throws Exception {
        CompletableFuture<Optional<ModelDecided>> one = CompletableFuture.supplyAsync(() -> slow("v1", 1));
        CompletableFuture<Optional<ModelDecided>> two = CompletableFuture.supplyAsync(() -> slow("v2", 2));

        assertThat(one.get(60, TimeUnit.SECONDS)).isPresent();
        assertThat(two.get(60, TimeUnit.SECONDS)).isPresent();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.read(TOPIC, "slow-turns"))
                        .extracting(read -> new String(read.value(), StandardCharsets.UTF_8))
                        .containsExactlyInAnyOrder("v1", "v2"));
    }

    private Optional<ModelDecided> slow(String version, long seed) {
        RegistryEvents events = new OnlyTurns() {
            @Override
            public Turn turn(String model) {
                DecisionTurn turn = DecisionTurn.open(topics.bootstrapServers(), model);
                return new Turn() {
                    @Override
                    public void decided(ModelDecided event) {
                        turn.publish(record(event.model(), event.version()));
                    }

                    @Override
                    public void close() {
                        turn.close();
                    }
                };
            }
        };
        var pauses = TurnPauses.of(new SplittableRandom(seed));
        var writer = new DecisionWriter(DecisionLog::new, events, Clock.systemUTC(), pauses);
        return writer.write("slow-turns", (last, now) -> {
            sleep(300);
            return Optional.of(new ModelDecided(
                    "slow-turns", version, "run-1", ModelDecided.Outcome.REFUSED, List.of(), null, now));
        });
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String key, String value) {
        return new ProducerRecord<>(
                TOPIC, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }
}
