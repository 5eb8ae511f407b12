package org.equipoise.local.demo;

import java.util.Map;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.TrainingClient;
import org.equipoise.local.client.TrainingOutcome;

/** Acts two and three: a training, epoch by epoch, and what the gate says about it. */
final class TrainAct {

    private final Stage stage;
    private final DatasetFrozen dataset;

    TrainAct(Stage stage, DatasetFrozen dataset) {
        this.stage = stage;
        this.dataset = dataset;
    }

    /** @throws ClientException if the run fails; what the gate refuses is no failure */
    TrainingOutcome.Decided play(String recipe, Map<String, String> settings) {
        TrainingOutcome outcome = outcome(ask(recipe, settings));
        if (outcome instanceof TrainingOutcome.Failed failed) {
            throw new ClientException("the " + recipe + " training failed: " + failed.reason());
        }
        return outcome.decided().orElseThrow();
    }

    /** Asks for a training. */
    TrainingRequested ask(String recipe, Map<String, String> settings) {
        return new TrainingClient(stage.connection(), stage.clock())
                .request(dataset, new TrainingClient.Request(stage.name(), recipe, settings, stage.seed()));
    }

    /** Follows what was asked for to its end. */
    TrainingOutcome outcome(TrainingRequested request) {
        TrainingOutcome outcome = new TrainingClient(stage.connection(), stage.clock())
                .follow(request.runId(), Stage.PATIENCE, this::tell);
        outcome.decided()
                .ifPresent(decided ->
                        stage.say(DemoTables.evaluation(decided.trained().test())));
        return outcome;
    }

    /** What it trains on. */
    DatasetFrozen dataset() {
        return dataset;
    }

    private void tell(TrainingProgressed event) {
        EpochTelemetry telemetry = event.telemetry();
        LabelSet labels = dataset.labelSet();
        if (event.phase() == Phase.EPOCH && telemetry != null) {
            String fault = telemetry
                    .fault()
                    .map(found -> "  " + stage.terminal().red(found.words(labels)))
                    .orElse("");
            stage.say("  " + DemoTables.epoch(event, telemetry, labels) + fault);
        } else if (event.phase() == Phase.RESUMED) {
            stage.say("  " + event.message());
        }
    }

    /** Says what the gate decided, check by check. */
    void tellGate(TrainingOutcome.Decided decided) {
        String word = decided.decision().outcome().code();
        stage.say("The gate: "
                + (decided.promoted()
                        ? stage.terminal().green(word)
                        : stage.terminal().red(word)) + ".");
        stage.table(DemoTables.gate(decided.decision()));
        DemoTables.refusals(decided.decision()).forEach(stage::say);
    }
}
