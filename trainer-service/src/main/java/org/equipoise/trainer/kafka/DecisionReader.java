package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.trainer.registry.CurrentDecisions;
import org.equipoise.trainer.registry.DecisionLog;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads {@code models.decided} from its beginning and follows it, in a thread of its own. */
@ApplicationScoped
class DecisionReader implements CurrentDecisions {

    private static final Logger LOG = Logger.getLogger(DecisionReader.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DecisionLog log;
    private final DecisionPublisher publisher;
    private final String bootstrapServers;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        var named = new Thread(task, "decisions");
        named.setDaemon(true);
        return named;
    });
    private final AtomicReference<@Nullable TopicReader> current = new AtomicReference<>();
    private volatile boolean stopped;

    DecisionReader(
            DecisionLog log,
            DecisionPublisher publisher,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.log = log;
        this.publisher = publisher;
        this.bootstrapServers = bootstrapServers;
    }

    void start(@Observes StartupEvent event) {
        thread.execute(this::follow);
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
        TopicReader reader = current.get();
        if (reader != null) {
            reader.wakeup();
        }
        thread.shutdown();
    }

    @Override
    public DecisionLog read() {
        try (var reader = new TopicReader(bootstrapServers, List.of(Topics.MODELS_DECIDED))) {
            reader.readToEnd(decided -> apply(decided, false));
        }
        return log;
    }

    private void follow() {
        while (!stopped) {
            try (var reader = new TopicReader(bootstrapServers, List.of(Topics.MODELS_DECIDED))) {
                current.set(reader);
                reader.readToEnd(decided -> apply(decided, false));
                log.markCaughtUp();
                while (!stopped) {
                    reader.poll(POLL, decided -> apply(decided, true));
                }
            } catch (WakeupException e) {
                LOG.debug("the decision log is no longer followed");
            } catch (RuntimeException e) {
                // Whatever it was: without this thread a new champion would never be seen.
                LOG.warnf(e, "the decision log cannot be read, trying again in %s", PAUSE);
                LockSupport.parkNanos(PAUSE.toNanos());
            } finally {
                current.set(null);
            }
        }
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
