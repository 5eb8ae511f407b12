package org.equipoise.local.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.embedded.EmbeddedKafka;
import org.equipoise.local.embedded.Ports;
import org.equipoise.local.testing.FakeService;
import org.equipoise.local.testing.QuietServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is asked before an earlier version serves again; the decisions are read from a real broker. */
class RollbackCommandIT {

    private static final ModelDecided SERVES = EventExamples.modelDecided();
    private static final String MODEL = SERVES.model();
    private static final String SICK = "{\"version\": \"v0\", \"lastCondition\": \"collapsed\", \"sick\": true,"
            + " \"lastAlert\": \"every answer is none\"}";

    private final FakeService monitor = new FakeService();
    private final FakeService trainer = new FakeService();
    private EmbeddedKafka kafka;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        QuietServers.hush();
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), Ports.free(), Ports.free());
        kafka.createTopics();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            assertThat(producer.send(new ProducerRecord<>(Topics.MODELS_DECIDED, MODEL, EventCodec.write(SERVES))))
                    .succeedsWithin(10, TimeUnit.SECONDS);
        }
        monitor.says(
                "/models/" + MODEL + "/successors", 200, "{\"next\": " + SICK + ", \"candidates\": [" + SICK + "]}");
        trainer.says(
                "/models/" + MODEL + "/rollback", 200, new String(EventCodec.write(SERVES), StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        monitor.close();
        trainer.close();
        kafka.close();
    }

    @Test
    void whatLeftSickIsShownAndIsPutBackOnlyWhenItIsNamedAgain() {
        Screen refused = new Screen();
        assertThat(rollback(refused)).isEqualTo(ExitCodes.FAILED);
        assertThat(refused.out())
                .contains("Version v0 will serve. When it served last, it was collapsed.", "every answer is none");
        assertThat(refused.err()).contains("--confirm v0 puts it back all the same");
        assertThat(trainer.asked()).isEmpty();

        assertThat(rollback(new Screen(), "--confirm", "v0")).isEqualTo(ExitCodes.OK);
        assertThat(trainer.asked())
                .as("by name, so that what comes is what was shown")
                .containsExactly("POST /models/" + MODEL + "/rollback {\"from\":\"" + SERVES.version()
                        + "\",\"reason\":\"worse\",\"to\":\"v0\"}");
    }

    @Test
    void withoutAMonitorNobodyKnowsHowItWasAndItIsNamedTwice() {
        monitor.close();

        Screen refused = new Screen();
        assertThat(rollback(refused)).isEqualTo(ExitCodes.FAILED);
        assertThat(refused.err())
                .contains("monitor-service does not answer", "--to VERSION --confirm VERSION puts one back");
        assertThat(rollback(new Screen(), "--to", "v0")).isEqualTo(ExitCodes.FAILED);
        assertThat(trainer.asked()).isEmpty();

        assertThat(rollback(new Screen(), "--to", "v0", "--confirm", "v0")).isEqualTo(ExitCodes.OK);
        assertThat(trainer.asked()).hasSize(1);
    }

    private int rollback(Screen screen, String... more) {
        Map<String, String> environment = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "EQUIPOISE_MONITOR_URL", monitor.address().toString(),
                "EQUIPOISE_TRAINER_URL", trainer.address().toString());
        String[] arguments = new String[4 + more.length];
        System.arraycopy(new String[] {"rollback", MODEL, "--reason", "worse"}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Equipoise.run(new CliContext(screen.terminal(), Clock.systemUTC(), environment), arguments);
    }
}
