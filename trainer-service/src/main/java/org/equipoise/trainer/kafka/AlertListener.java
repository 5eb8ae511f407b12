package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.messaging.TopicFollower;
import org.equipoise.common.messaging.TopicReader;
import org.jboss.logging.Logger;

/** Hears from now on which models are suspected. */
final class AlertListener implements TopicFollower.Reading {

    private static final Logger LOG = Logger.getLogger(AlertListener.class);
    private static final Duration POLL = Duration.ofSeconds(5);

    private final FollowedRecords records;
    private final Consumer<String> suspected;
    private final FromNowOn fromNowOn = new FromNowOn();

    /** @param suspected is given the name of a model each time that an alert of it begins, fires or is explained */
    AlertListener(FollowedRecords records, Consumer<String> suspected) {
        this.records = records;
        this.suspected = suspected;
    }

    @Override
    public void opened(TopicReader reader) {
        fromNowOn.opened(reader);
    }

    @Override
    public void read(TopicReader reader) {
        fromNowOn.poll(reader, POLL, this::heard);
    }

    @Override
    public void failed(RuntimeException cause) {
        LOG.warn("alerts cannot be heard, canaries are replayed in their turn only", cause);
    }

    private void heard(ConsumerRecord<String, byte[]> record) {
        records.take(record, AlertChanged.class, alert -> {
            if (alert.state() != AlertChanged.State.RESOLVED) {
                suspected.accept(alert.model());
            }
        });
    }
}
