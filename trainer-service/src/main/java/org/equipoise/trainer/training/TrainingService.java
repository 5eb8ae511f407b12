package org.equipoise.trainer.training;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.storage.MissingObjectException;
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
    private final String trainer;

    /** @param trainer id of this process, unlike any other's */
    public TrainingService(TrainingPorts ports, TrainingConfig config, String trainer) {
        this.ports = ports;
        this.config = config;
        this.trainer = trainer;
    }

    /**
     * Runs to the end: a model was handed over, or the run failed for good, also because something it needs is not
     * there or cannot be read. Failures of the infrastructure come through as exceptions, and the call may be repeated;
     * each call takes the run over from whoever had it.
     *
     * @throws RunInterruptedException if the service is stopping, or another trainer took the run
     */
    public void run(TrainingRequested request) {
        try {
            goOn(request);
        } catch (RunFailedException e) {
            // Its state cannot be read: nobody can tell whose the run is, so nothing of it is touched.
            announceFailure(RunState.start(request).failed(String.valueOf(e.getMessage())));
        }
    }

    private void goOn(TrainingRequested request) {
        RunState state = ports.checkpoints().state(request.runId()).orElseGet(() -> RunState.start(request));
        if (state.phase() == RunState.Phase.COMPLETED) {
            ports.checkpoints().tidy(request.runId());
            return;
        }
        if (state.phase() == RunState.Phase.FAILED) {
            ports.checkpoints().tidyFailed(state);
            announceFailure(state);
            return;
        }
        RunState taken = ports.checkpoints().takeOver(state, trainer);
        try {
            advance(taken);
        } catch (InvalidRecipeException | RunFailedException | MissingObjectException e) {
            RunState last = ports.checkpoints().state(request.runId()).orElse(taken);
            // With the owner that this call has: if there is a newer one, it is not this call's to give up.
            fail(last.ownedBy(taken.owner()), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Gives a run up because of something that trying again would not change. A state that cannot be read stays as it
     * is, for a person to look at.
     */
    public void fail(TrainingRequested request, String why) {
        RunState state;
        try {
            state = ports.checkpoints().state(request.runId()).orElseGet(() -> RunState.start(request));
        } catch (RunFailedException e) {
            announceFailure(RunState.start(request).failed(why));
            return;
        }
        fail(state.takenBy(trainer), why);
    }

    private void fail(RunState state, String why) {
        RunState failed = state.failed(why);
        ports.checkpoints().save(failed);
        ports.checkpoints().tidyFailed(failed);
        announceFailure(failed);
    }

    /** Epochs that a run has completed; 0 where none is known. */
    public int epochs(String runId) {
        try {
            return ports.checkpoints().state(runId).map(RunState::epochs).orElse(0);
        } catch (RunFailedException e) {
            return 0;
        }
    }

    /**
     * A run that ended a while ago, as far as it can still be told; empty where none of this id is known.
     *
     * @throws RunFailedException if it has not ended, its state cannot be read, or its dataset is not there
     * @throws InvalidRecipeException if this release knows its recipe no longer
     */
    public Optional<EndedRun> past(String runId) {
        return ports.checkpoints().state(runId).map(state -> {
            if (state.phase() == RunState.Phase.TRAINING || state.phase() == RunState.Phase.TRAINED) {
                throw new RunFailedException("run " + runId + " has not ended: its end is looked at by itself");
            }
            return past(state);
        });
    }

    /** The same of a state that was kept elsewhere. */
    public EndedRun past(RunState state) {
        DatasetFrozen dataset = dataset(state.request());
        return run(dataset, recipe(state, dataset)).past(state);
    }

    private DatasetFrozen dataset(TrainingRequested request) {
        return ports.datasets()
                .find(request.dataset(), request.datasetVersion())
                .orElseThrow(() -> new RunFailedException(
                        "there is no frozen version " + request.datasetVersion() + " of dataset " + request.dataset()));
    }

    private ChosenRecipe recipe(RunState state, DatasetFrozen dataset) {
        TrainingRequested request = state.request();
        RunPlan decided = state.plan();
        return decided == null
                ? SettledBackbone.settle(
                        RecipeBook.choose(
                                request.recipe(),
                                request.settings(),
                                DatasetFingerprint.of(dataset),
                                ports.networks().accelerated()),
                        ports.backbones())
                : RecipeBook.replay(request.recipe(), decided.choices());
    }

    private TrainingRun run(DatasetFrozen dataset, ChosenRecipe chosen) {
        var announcements = new RunAnnouncements(ports.progress(), ports.clock(), chosen);
        return new TrainingRun(ports, announcements, dataset, chosen, config);
    }

    private void advance(RunState begun) {
        TrainingRequested request = begun.request();
        DatasetFrozen dataset = dataset(request);
        ChosenRecipe asked = recipe(begun, dataset);
        RunState state = begun;
        if (state.phase() == RunState.Phase.TRAINING) {
            TrainingRun run = run(dataset, asked);
            try {
                run.check();
                Instant begin = ports.clock().instant();
                ChosenRecipe accompanied = new CompanionChoice(ports, config, dataset).of(begun, asked);
                ChosenRecipe sided = new NetworkSideTrial(ports, config, dataset).of(begun, accompanied);
                ChosenRecipe chosen = examined(begun, dataset, sided);
                RunState from = begun.rehearsed(secondsSince(begin));
                run = run(dataset, chosen);
                state = train(from, run, dataset, chosen);
            } catch (RunFailedException e) {
                RunState last = ports.checkpoints().state(request.runId()).orElse(begun);
                ports.aftermath().after(run.failed(last, String.valueOf(e.getMessage())));
                throw e;
            }
        }
        // A run may have decided on the way what it had left open.
        ChosenRecipe carried = recipe(state, dataset);
        new RunAnnouncements(ports.progress(), ports.clock(), carried).finished(state, carried.recipe());
        RunPlan made = state.plan();
        RunPlan plan = made == null ? RunPlan.of(carried) : made;
        FinishedModel model = ports.checkpoints().finished(state);
        var trained = new TrainedModel(
                request,
                dataset,
                plan.carriedOut(carried, state.epochs()),
                model.savedModel(),
                model.correctedValidation(),
                model.correctedTest(),
                model.correction(),
                model.uncalibratedTest(),
                state.telemetry(),
                state.stopping().bestEpoch(),
                state.seconds(),
                model.device());
        ports.outcome().trained(trained);
        ports.aftermath().after(run(dataset, carried).ended(state, trained, model.validation()));
        ports.checkpoints().save(state.in(RunState.Phase.COMPLETED));
        ports.checkpoints().tidy(request.runId());
    }

    private double secondsSince(Instant begin) {
        return Duration.between(begin, ports.clock().instant()).toMillis() / 1000.0;
    }

    /** Before the first plan alone: what was decided then is in the plan's choices. */
    private ChosenRecipe examined(RunState begun, DatasetFrozen dataset, ChosenRecipe chosen) {
        if (begun.plan() != null || begun.phase() != RunState.Phase.TRAINING) {
            return chosen;
        }
        AugmentationExamination.Examined examined =
                ports.augmentation().examine(begun.request(), dataset, chosen, progress(begun, chosen));
        var announcements = new RunAnnouncements(ports.progress(), ports.clock(), examined.recipe());
        examined.remarks().forEach(remark -> announcements.remark(begun, RunPlan.of(examined.recipe()), remark));
        return examined.recipe();
    }

    private AugmentationExamination.Progress progress(RunState begun, ChosenRecipe chosen) {
        var announcements = new RunAnnouncements(ports.progress(), ports.clock(), chosen);
        return new AugmentationExamination.Progress() {
            @Override
            public void said(String remark) {
                announcements.remark(begun, RunPlan.of(chosen), remark);
            }

            @Override
            public void stopIfSuperseded() {
                ports.checkpoints().stopIfSuperseded(begun);
            }
        };
    }

    private static RunState train(RunState begun, TrainingRun run, DatasetFrozen dataset, ChosenRecipe chosen) {
        try {
            return run.train(begun);
        } catch (OutOfMemoryError e) {
            // Everything that the run had allocated is unreachable by now.
            throw new RunFailedException("out of memory (" + e.getMessage() + ") with batches of "
                    + chosen.recipe().optimiser().batchSize() + " images of "
                    + dataset.shape().width() + "x"
                    + dataset.shape().height() + "x" + dataset.shape().channels() + " and a heap of at most "
                    + (Runtime.getRuntime().maxMemory() >> 20)
                    + " MiB; a smaller batchSize, smaller images or a larger heap (-Xmx) may help");
        }
    }

    private void announceFailure(RunState state) {
        ports.aftermath().failed(state.request(), state.message());
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
