package org.equipoise.local.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;

/** Sees every change of an alert of one model from now on. One thread owns one watch. */
public final class AlertWatch implements AutoCloseable {

    private final TopicReader reader;
    private final String model;

    /** A watch that begins now. */
    public AlertWatch(StackConnection connection, String model) {
        reader = connection.reader(Topics.ALERTS_CHANGED);
        reader.seekToEnd();
        this.model = model;
    }

    /** Changes that arrived since the last call, waiting up to {@code timeout} for the first; may be empty. */
    public List<AlertChanged> poll(Duration timeout) {
        List<AlertChanged> changes = new ArrayList<>();
        reader.poll(timeout, record -> {
            try {
                AlertChanged event = EventCodec.read(record.value(), AlertChanged.class);
                if (event.model().equals(model)) {
                    changes.add(event);
                }
            } catch (MalformedEventException e) {
                // Not an alert.
                return;
            }
        });
        return changes;
    }

    @Override
    public void close() {
        reader.close();
    }
}
