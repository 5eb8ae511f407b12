package org.equipoise.trainer.training;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.InvalidRecipeException;
import org.equipoise.trainer.recipe.RecipeBook;

/**
 * Carries out training requests. May be called again with a request it has begun: what was completed is not repeated,
 * what was not goes on from the last checkpoint.
 */
public final class TrainingService {

    private final TrainingPorts ports;
    private final TrainingConfig config;

    public TrainingService(TrainingPorts ports, TrainingConfig config) {
        this.ports = ports;
        this.config = config;
    }

    /**
     * Runs to the end: a model was handed over, or the run failed for good. Failures of the infrastructure come through
     * as exceptions, and the call may be repeated.
     *
     * @throws RunInterruptedException if the service is stopping
     */
    public void run(TrainingRequested request) {
        RunState state = ports.checkpoints().state(request.runId()).orElseGet(() -> RunState.start(request));
        if (state.phase() == RunState.Phase.COMPLETED) {
            ports.checkpoints().tidy(request.runId());
            return;
        }
        if (state.phase() == RunState.Phase.FAILED) {
            ports.checkpoints().tidy(request.runId());
            announceFailure(state);
            return;
        }
        try {
            advance(state);
        } catch (InvalidRecipeException | RunFailedException e) {
            fail(request, String.valueOf(e.getMessage()));
        }
    }

    /** Gives a run up because of something that trying again would not change. */
    public void fail(TrainingRequested request, String why) {
        RunState state = ports.checkpoints()
                .state(request.runId())
                .orElseGet(() -> RunState.start(request))
                .failed(why);
        ports.checkpoints().save(state);
        ports.checkpoints().tidy(request.runId());
        announceFailure(state);
    }

    private void advance(RunState begun) {
        TrainingRequested request = begun.request();
        DatasetFrozen dataset = ports.datasets()
                .find(request.dataset(), request.datasetVersion())
                .orElseThrow(() -> new RunFailedException(
                        "there is no frozen version " + request.datasetVersion() + " of dataset " + request.dataset()));
        RunPlan decided = begun.plan();
        ChosenRecipe chosen = decided == null
                ? RecipeBook.choose(
                        request.recipe(),
                        request.settings(),
                        DatasetFingerprint.of(dataset),
                        ports.networks().accelerated())
                : RecipeBook.replay(request.recipe(), decided.choices());
        var announcements = new RunAnnouncements(ports.progress(), ports.clock(), chosen);
        RunState state = begun;
        if (state.phase() == RunState.Phase.TRAINING) {
            state = new TrainingRun(ports, announcements, dataset, chosen, config).train(state);
        }
        announcements.finished(state, chosen.recipe());
        RunPlan made = state.plan();
        RunPlan plan = made == null ? RunPlan.of(chosen) : made;
        FinishedModel model = ports.checkpoints().finished(request.runId());
        ports.outcome()
                .trained(new TrainedModel(
                        request,
                        dataset,
                        plan.carriedOut(chosen, state.epochs()),
                        model.savedModel(),
                        model.correctedValidation(),
                        model.correctedTest(),
                        model.correction(),
                        model.uncalibratedTest(),
                        state.telemetry(),
                        state.stopping().bestEpoch(),
                        state.seconds(),
                        model.device()));
        ports.checkpoints().save(state.in(RunState.Phase.COMPLETED));
        ports.checkpoints().tidy(request.runId());
    }

    private void announceFailure(RunState state) {
        ports.progress()
                .publish(new TrainingProgressed(
                        state.request().runId(),
                        state.request().model(),
                        TrainingProgressed.Phase.FAILED,
                        state.epochs(),
                        0,
                        null,
                        state.message(),
                        ports.clock().instant()));
    }
}
