package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.messaging.TopicFollower;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.trainer.registry.CurrentDecisions;
import org.equipoise.trainer.registry.DecisionLog;
import org.jboss.logging.Logger;

/** Reads {@code models.decided} from its beginning and follows it, in a thread of its own. */
@ApplicationScoped
class DecisionReader implements CurrentDecisions, TopicFollower.Reading {

    private static final Logger LOG = Logger.getLogger(DecisionReader.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Without a record of a topic that is short; who waits for a decision is told after that. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DecisionLog log;
    private final FollowedRecords records;
    private final String bootstrapServers;
    private final TopicFollower follower;

    DecisionReader(
            DecisionLog log,
            FollowedRecords records,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.log = log;
        this.records = records;
        this.bootstrapServers = bootstrapServers;
        follower = new TopicFollower("decisions", bootstrapServers, List.of(Topics.MODELS_DECIDED), PAUSE, this);
    }

    void start(@Observes StartupEvent event) {
        follower.start();
    }

    void stop(@Observes ShutdownEvent event) {
        follower.close();
    }

    @Override
    public DecisionLog read() {
        try (var reader = new TopicReader(bootstrapServers, List.of(Topics.MODELS_DECIDED))) {
            reader.readToEnd(PATIENCE, this::apply);
        }
        return log;
    }

    @Override
    public void opened(TopicReader reader) {
        reader.readToEnd(PATIENCE, this::apply);
        log.markCaughtUp();
    }

    @Override
    public void read(TopicReader reader) {
        reader.poll(POLL, this::apply);
    }

    @Override
    public void failed(RuntimeException cause) {
        LOG.warnf(cause, "the decision log cannot be read, trying again in %s", PAUSE);
    }

    private void apply(ConsumerRecord<String, byte[]> decided) {
        records.take(decided, ModelDecided.class, log::apply);
    }
}
