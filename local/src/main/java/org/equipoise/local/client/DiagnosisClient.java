package org.equipoise.local.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;

import org.equipoise.common.events.DiagnosisRequested;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.messaging.Topics;
import org.equipoise.diagnosis.card.Diagnosis;
import org.jspecify.annotations.Nullable;

/** Asks the trainer why runs collapsed, and to examine others. */
public final class DiagnosisClient {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);

    private final StackConnection connection;
    private final Clock clock;
    private final ServiceHttp trainer;

    public DiagnosisClient(StackConnection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
        trainer = new ServiceHttp(connection, "trainer-service", PATIENCE);
    }

    /**
     * A run that was diagnosed.
     *
     * @param condition what is wrong with the answers, in words
     * @param sentence one sentence for an operator
     */
    public record Run(String runId, String condition, String sentence, Instant at) {}

    /** The runs of a model that were diagnosed, the newest first. */
    public List<Run> runs(String model) {
        return List.of(trainer.get("/models/" + model + "/diagnoses", Run[].class));
    }

    /** The diagnosis of a run where there is one. */
    public Optional<Diagnosis> find(String model, String runId) {
        return trainer.find("/models/" + model + "/diagnoses/" + runId, Diagnosis.class);
    }

    /**
     * Waits for a diagnosis.
     *
     * @param ready what it must say
     * @return nothing where it does not say so in time
     */
    public Optional<Diagnosis> await(String model, String runId, Duration patience, Predicate<Diagnosis> ready) {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<Diagnosis> found = find(model, runId).filter(ready);
            if (found.isPresent() || System.nanoTime() > until) {
                return found;
            }
            try {
                Thread.sleep(LOOK_AGAIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClientException("interrupted while waiting for the diagnosis of run " + runId, e);
            }
        }
    }

    /**
     * The whole diagnosis of a run.
     *
     * @throws ClientException if there is none, with the reason
     */
    public Diagnosis of(String model, String runId) {
        return trainer.get("/models/" + model + "/diagnoses/" + runId, Diagnosis.class);
    }

    /**
     * Asks for an examination.
     *
     * @param run of the model; null for that of its newest version
     * @param minutes for experiments
     */
    public DiagnosisRequested request(String model, @Nullable String run, double minutes) {
        String suffix = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        var request = new DiagnosisRequested(
                model.substring(0, Math.min(40, model.length())) + "-" + suffix,
                model,
                null,
                run,
                minutes,
                clock.instant());
        try (var events = new EventPublisher(connection.bootstrapServers(), clock)) {
            events.publish(Topics.DIAGNOSES_REQUESTED, model, request.requestId(), request);
            events.flush();
        }
        return request;
    }

    /**
     * Follows an examination to its end.
     *
     * @param patience how long the trainer may be silent, which it is while it examines and while trainings go first
     * @param listener gets every progress event, in order
     * @return why it was refused; empty where it was made
     * @throws ClientException if the trainer is silent for longer
     */
    public Optional<String> follow(
            DiagnosisRequested request, Duration patience, Consumer<TrainingProgressed> listener) {
        TrainingProgressed last = RequestEnd.await(connection, request.requestId(), patience, listener);
        return last.phase() == Phase.FAILED ? Optional.of(last.message()) : Optional.empty();
    }
}
