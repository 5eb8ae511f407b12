package org.equipoise.local.client;

import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.jspecify.annotations.Nullable;

/** Asks for training runs and follows them to the gate's decision. */
public final class TrainingClient {

    private final StackConnection connection;
    private final Clock clock;

    public TrainingClient(StackConnection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * What to train and how.
     *
     * @param recipe {@code naive}, {@code auto} or {@code custom}
     * @param settings settings that replace the recipe's own
     */
    public record Request(String model, String recipe, Map<String, String> settings, long seed) {}

    /** Publishes the request; the run's id is in what comes back. */
    public TrainingRequested request(DatasetFrozen dataset, Request request) {
        return request(dataset, request, null);
    }

    /** @param repairs the run that this one should repair; null for none */
    TrainingRequested request(DatasetFrozen dataset, Request request, @Nullable String repairs) {
        String suffix = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        String model = request.model();
        String runId = model.substring(0, Math.min(40, model.length())) + "-" + suffix;
        var event = new TrainingRequested(
                runId,
                model,
                dataset.dataset(),
                dataset.version(),
                request.recipe(),
                request.settings(),
                request.seed(),
                clock.instant(),
                repairs);
        try (var events = new EventPublisher(connection.bootstrapServers(), clock)) {
            events.publish(Topics.TRAINING_REQUESTED, model, runId, event);
            events.flush();
        }
        return event;
    }

    /**
     * Follows a run until the gate has decided or the run has failed. Needs no luck with timing: it reads the topics
     * from their beginning.
     *
     * @param patience how long the trainer may be silent
     * @param listener gets every progress event of the run, in order
     * @throws ClientException if the trainer is silent for longer
     */
    public TrainingOutcome follow(String runId, Duration patience, Consumer<TrainingProgressed> listener) {
        var state = new Run(runId, listener);
        try (TopicReader reader =
                connection.reader(Topics.TRAINING_PROGRESSED, Topics.MODELS_TRAINED, Topics.MODELS_DECIDED)) {
            var limit = new QuietLimit(patience);
            while (true) {
                reader.poll(Duration.ofMillis(200), state::accept);
                TrainingOutcome outcome = state.outcome();
                if (outcome != null) {
                    return outcome;
                }
                if (!limit.moved(state.events) && limit.passed()) {
                    throw new ClientException("the trainer said nothing about run " + runId + " for "
                            + patience.toSeconds() + " s; its log may say why");
                }
            }
        }
    }

    private static final class Run {
        private final String runId;
        private final Consumer<TrainingProgressed> listener;
        private long events;
        private @Nullable ModelTrained trained;
        private @Nullable ModelDecided decided;
        private @Nullable String failure;

        Run(String runId, Consumer<TrainingProgressed> listener) {
            this.runId = runId;
            this.listener = listener;
        }

        void accept(ConsumerRecord<String, byte[]> record) {
            try {
                switch (record.topic()) {
                    case Topics.TRAINING_PROGRESSED ->
                        progressed(EventCodec.read(record.value(), TrainingProgressed.class));
                    case Topics.MODELS_TRAINED -> {
                        ModelTrained event = EventCodec.read(record.value(), ModelTrained.class);
                        trained = event.runId().equals(runId) ? event : trained;
                    }
                    default -> {
                        ModelDecided event = EventCodec.read(record.value(), ModelDecided.class);
                        decided = event.runId().equals(runId) ? event : decided;
                    }
                }
            } catch (MalformedEventException e) {
                // Not an event of a run.
                return;
            }
        }

        private void progressed(TrainingProgressed event) {
            if (!event.runId().equals(runId)) {
                return;
            }
            events++;
            listener.accept(event);
            if (event.phase() == TrainingProgressed.Phase.FAILED) {
                failure = event.message();
            }
        }

        @Nullable TrainingOutcome outcome() {
            if (failure != null) {
                return new TrainingOutcome.Failed(runId, failure);
            }
            return trained != null && decided != null ? new TrainingOutcome.Decided(trained, decided) : null;
        }
    }
}
