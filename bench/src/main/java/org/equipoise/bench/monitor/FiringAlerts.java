package org.equipoise.bench.monitor;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.bench.stack.LiveTopic;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.local.client.StackConnection;
import org.jspecify.annotations.Nullable;

import static org.equipoise.common.messaging.Topics.ALERTS_CHANGED;

/** Notes when each model's first firing alert could first be read, from now on, by a reader of committed records. */
final class FiringAlerts implements AutoCloseable {

    private final Map<String, Firing> firing = new ConcurrentHashMap<>();
    private final LiveTopic alerts;

    /**
     * An alert that fires.
     *
     * @param nanos {@link System#nanoTime} when it was read
     * @param predictions of the version that had been counted when it began to fire
     */
    record Firing(long nanos, long predictions) {}

    FiringAlerts(StackConnection connection) {
        alerts = new LiveTopic(connection, ALERTS_CHANGED, Duration.ofMillis(20), this::arrived);
    }

    private void arrived(ConsumerRecord<String, byte[]> record, long now) {
        byte[] value = record.value();
        if (value == null) {
            return;
        }
        try {
            var alert = EventCodec.read(value, AlertChanged.class);
            if (alert.state() == AlertChanged.State.FIRING) {
                firing.putIfAbsent(alert.model(), new Firing(now, alert.predictionsSeen()));
            }
        } catch (MalformedEventException e) {
            throw new IllegalStateException("the monitor published what is no alert", e);
        }
    }

    /** The first of a model, if it fires. */
    @Nullable Firing of(String model) {
        return firing.get(model);
    }

    /** How many models fire. */
    int count() {
        return firing.size();
    }

    @Override
    public void close() {
        alerts.close();
    }
}
