package org.equipoise.local.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;

/** Follows what a trainer says of a request that makes no model, to its end. */
final class RequestEnd {

    private RequestEnd() {}

    /**
     * Its last word, {@code FINISHED} or {@code FAILED}. Needs no luck with timing: it reads the topic from its
     * beginning.
     *
     * @param id that progress is told under
     * @param patience how long the trainer may be silent, which it is while it works
     * @param listener gets every progress event, in order
     * @throws ClientException if the trainer is silent for longer
     */
    static TrainingProgressed await(
            StackConnection connection, String id, Duration patience, Consumer<TrainingProgressed> listener) {
        List<TrainingProgressed> heard = new ArrayList<>();
        try (TopicReader reader = connection.reader(Topics.TRAINING_PROGRESSED)) {
            var limit = new QuietLimit(patience);
            while (!limit.passed()) {
                int before = heard.size();
                reader.poll(
                        Duration.ofMillis(200),
                        record -> progressed(record, id, event -> {
                            heard.add(event);
                            listener.accept(event);
                        }));
                for (TrainingProgressed event : heard.subList(before, heard.size())) {
                    if (event.phase() == Phase.FAILED || event.phase() == Phase.FINISHED) {
                        return event;
                    }
                }
                limit.moved(heard.size());
            }
        }
        throw new ClientException("the trainer said nothing about run " + id + " for " + patience.toSeconds()
                + " s; its log may say why");
    }

    private static void progressed(
            ConsumerRecord<String, byte[]> record, String id, Consumer<TrainingProgressed> handler) {
        try {
            TrainingProgressed event = EventCodec.read(record.value(), TrainingProgressed.class);
            if (event.runId().equals(id)) {
                handler.accept(event);
            }
        } catch (MalformedEventException e) {
            // Not an event of a run.
            return;
        }
    }
}
