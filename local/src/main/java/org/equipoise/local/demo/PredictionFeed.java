package org.equipoise.local.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.client.StackConnection;

/**
 * Everything that is said about one model from now on: its answers, counted by the feed they belong to, and its alerts.
 * One thread owns it.
 */
final class PredictionFeed implements AutoCloseable {

    private final TopicReader reader;
    private final String model;
    private final int classes;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, long[]> answers = new HashMap<>();
    private final Map<String, Long> refused = new HashMap<>();
    private final List<AlertChanged> fired = new ArrayList<>();
    private final Map<String, AlertChanged> told = new HashMap<>();

    PredictionFeed(StackConnection connection, String model, int classes) {
        this.reader = connection.reader(Topics.PREDICTIONS_MADE, Topics.ALERTS_CHANGED, Topics.IMAGES_REJECTED);
        this.reader.seekToEnd();
        this.model = model;
        this.classes = classes;
    }

    /** Takes in what arrives within {@code timeout}. */
    void poll(Duration timeout) {
        reader.poll(timeout, this::accept);
    }

    /** Answers of each class to studies whose id begins with {@code prefix}. */
    List<Long> answers(String prefix) {
        long[] sum = new long[classes];
        answers.forEach((feed, counts) -> {
            for (int k = 0; k < classes && feed.startsWith(prefix); k++) {
                sum[k] += counts[k];
            }
        });
        return java.util.Arrays.stream(sum).boxed().toList();
    }

    /** Studies of this prefix that have an answer or were refused. */
    long dealtWith(String prefix) {
        return answers(prefix).stream().mapToLong(n -> n).sum() + refused(prefix);
    }

    /** Images of this prefix that ingest refused. */
    long refused(String prefix) {
        return refused.entrySet().stream()
                .filter(feed -> feed.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Alerts that fired when the model had given {@code predictions} answers or fewer. */
    long firedUpTo(long predictions) {
        return fired.stream().filter(a -> a.predictionsSeen() <= predictions).count();
    }

    /** The first collapse alert that fired later than that. */
    Optional<AlertChanged> collapseAfter(long predictions) {
        return fired.stream()
                .filter(a -> a.kind() == AlertChanged.Kind.COLLAPSE && a.predictionsSeen() > predictions)
                .findFirst();
    }

    /** An alert that fired, as it was told last while it fired. */
    AlertChanged latest(AlertChanged alert) {
        return told.getOrDefault(alert.alertId(), alert);
    }

    private void accept(ConsumerRecord<String, byte[]> record) {
        try {
            switch (record.topic()) {
                case Topics.PREDICTIONS_MADE -> count(EventCodec.read(record.value(), PredictionMade.class));
                case Topics.ALERTS_CHANGED -> note(EventCodec.read(record.value(), AlertChanged.class));
                default -> {
                    ImageRejected event = EventCodec.read(record.value(), ImageRejected.class);
                    refused.merge(event.studyId(), 1L, Long::sum);
                }
            }
        } catch (MalformedEventException e) {
            // Not an event: the service that consumes the topic makes it a dead letter.
            return;
        }
    }

    private void count(PredictionMade event) {
        if (event.model().equals(model) && seen.add(event.id())) {
            answers.computeIfAbsent(event.studyId(), study -> new long[classes])[event.predictedClass()]++;
        }
    }

    private void note(AlertChanged event) {
        if (event.model().equals(model) && event.state() == AlertChanged.State.FIRING) {
            if (told.put(event.alertId(), event) == null) {
                fired.add(event);
            }
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
