package org.equipoise.local.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.equipoise.diagnosis.card.Diagnosis;

/** Asks the trainer why runs collapsed. */
public final class DiagnosisClient {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

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

    /**
     * The whole diagnosis of a run.
     *
     * @throws ClientException if there is none, with the reason
     */
    public Diagnosis of(String model, String runId) {
        return trainer.get("/models/" + model + "/diagnoses/" + runId, Diagnosis.class);
    }
}
