package org.equipoise.local.client;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.repair.Proposal;

/** Trains what a diagnosis proposes, and waits until it says what came of it. */
public final class RepairClient {

    /** The trainer tells the diagnosis when it has handed the model over. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(120);

    private final StackConnection connection;
    private final Clock clock;

    public RepairClient(StackConnection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * The version that a run was trained on.
     *
     * @throws ClientException if it is gone
     */
    public DatasetFrozen version(Diagnosis.Run run) {
        return new DatasetClient(connection)
                .frozen().stream()
                        .filter(one -> one.dataset().equals(run.dataset())
                                && one.version().equals(run.datasetVersion()))
                        .findFirst()
                        .orElseThrow(() -> new ClientException("version " + run.datasetVersion() + " of dataset \""
                                + run.dataset() + "\", which run " + run.runId()
                                + " was trained on, is gone: nothing can be compared on its test images"));
    }

    /**
     * Asks for the training.
     *
     * @param proposal with a recipe
     * @param besides settings that replace the proposal's
     */
    public TrainingRequested train(
            Diagnosis.Run run, DatasetFrozen version, Proposal proposal, Map<String, String> besides) {
        Map<String, String> settings = new HashMap<>(proposal.settings());
        settings.putAll(besides);
        var wish = new TrainingClient.Request(
                run.model(), Objects.requireNonNull(proposal.recipe(), "recipe"), settings, run.seed());
        return new TrainingClient(connection, clock).request(version, wish, run.runId());
    }

    /**
     * Waits for what the diagnosis says of a repair that has ended.
     *
     * @throws ClientException if it says nothing in time
     */
    public Diagnosis.Repair told(Diagnosis.Run run, String repairRunId) {
        return new DiagnosisClient(connection, clock)
                .await(run.model(), run.runId(), TOLD_WITHIN, card -> {
                    Diagnosis.Repair repair = card.repair();
                    return repair != null && repair.runId().equals(repairRunId);
                })
                .map(Diagnosis::repair)
                .orElseThrow(() -> new ClientException("run " + repairRunId + " has ended, but the diagnosis of run "
                        + run.runId() + " does not say what came of it; the trainer's log may say why"));
    }
}
