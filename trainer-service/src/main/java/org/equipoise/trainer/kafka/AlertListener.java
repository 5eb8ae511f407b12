package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears from now on which models are suspected, in a thread of its own and without a consumer group: every scoring
 * instance hears of every alert.
 */
final class AlertListener implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AlertListener.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String bootstrapServers;
    private final Consumer<String> suspected;
    private final AtomicReference<@Nullable TopicReader> current = new AtomicReference<>();
    private volatile boolean stopped;

    private AlertListener(String bootstrapServers, Consumer<String> suspected) {
        this.bootstrapServers = bootstrapServers;
        this.suspected = suspected;
    }

    /** @param suspected is given the name of a model each time that an alert of it begins, fires or is explained */
    static AlertListener start(String bootstrapServers, Consumer<String> suspected) {
        var listener = new AlertListener(bootstrapServers, suspected);
        var thread = new Thread(listener::listen, "alerts");
        thread.setDaemon(true);
        thread.start();
        return listener;
    }

    private void listen() {
        while (!stopped) {
            try (var reader = new TopicReader(bootstrapServers, List.of(Topics.ALERTS_CHANGED))) {
                reader.seekToEnd();
                current.set(reader);
                while (!stopped) {
                    reader.poll(POLL, this::heard);
                }
            } catch (WakeupException e) {
                LOG.debug("no longer listening for alerts");
            } catch (RuntimeException e) {
                LOG.warnf(e, "alerts cannot be heard, canaries are replayed in their turn only; again in %s", PAUSE);
                LockSupport.parkNanos(PAUSE.toNanos());
            } finally {
                current.set(null);
            }
        }
    }

    private void heard(ConsumerRecord<String, byte[]> record) {
        try {
            AlertChanged alert = EventCodec.read(record.value(), AlertChanged.class);
            if (alert.state() != AlertChanged.State.RESOLVED) {
                suspected.accept(alert.model());
            }
        } catch (MalformedEventException e) {
            // The dead letters of this topic are its owner's.
            LOG.warnf("skipped record %d of %s: %s", record.offset(), Topics.ALERTS_CHANGED, e.getMessage());
        }
    }

    @Override
    public void close() {
        stopped = true;
        TopicReader reader = current.get();
        if (reader != null) {
            reader.wakeup();
        }
    }
}
