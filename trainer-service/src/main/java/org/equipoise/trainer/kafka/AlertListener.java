package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicFollower;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.jboss.logging.Logger;

/** Hears from now on which models are suspected. */
final class AlertListener implements TopicFollower.Reading {

    private static final Logger LOG = Logger.getLogger(AlertListener.class);
    private static final Duration POLL = Duration.ofSeconds(5);

    private final Consumer<String> suspected;

    /** @param suspected is given the name of a model each time that an alert of it begins, fires or is explained */
    AlertListener(Consumer<String> suspected) {
        this.suspected = suspected;
    }

    @Override
    public void opened(TopicReader reader) {
        reader.seekToEnd();
    }

    @Override
    public void read(TopicReader reader) {
        reader.poll(POLL, this::heard);
    }

    @Override
    public void failed(RuntimeException cause) {
        LOG.warn("alerts cannot be heard, canaries are replayed in their turn only", cause);
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
}
