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
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
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

    private final DecisionLog log;
    private final DecisionPublisher publisher;
    private final String bootstrapServers;
    private final TopicFollower follower;

    DecisionReader(
            DecisionLog log,
            DecisionPublisher publisher,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.log = log;
        this.publisher = publisher;
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
            reader.readToEnd(decided -> apply(decided, false));
        }
        return log;
    }

    @Override
    public void opened(TopicReader reader) {
        reader.readToEnd(decided -> apply(decided, false));
        log.markCaughtUp();
    }

    @Override
    public void read(TopicReader reader) {
        reader.poll(POLL, decided -> apply(decided, true));
    }

    @Override
    public void failed(RuntimeException cause) {
        LOG.warnf(cause, "the decision log cannot be read, trying again in %s", PAUSE);
    }

    /** @param fresh whether the record was written while we follow: an old one became a dead letter long ago */
    private void apply(ConsumerRecord<String, byte[]> decided, boolean fresh) {
        try {
            log.apply(EventCodec.read(decided.value(), ModelDecided.class));
        } catch (MalformedEventException e) {
            LOG.warnf("skipped record %d of %s: %s", decided.offset(), Topics.MODELS_DECIDED, e.getMessage());
            if (fresh) {
                publisher.deadLetter(decided, String.valueOf(e.getMessage()));
            }
        }
    }
}
