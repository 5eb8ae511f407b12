package org.equipoise.local.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.equipoise.diagnosis.card.Diagnosis;

/** Asks the trainer why runs collapsed. */
public final class DiagnosisClient {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);

    private final ServiceHttp trainer;

    public DiagnosisClient(StackConnection connection) {
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
}
