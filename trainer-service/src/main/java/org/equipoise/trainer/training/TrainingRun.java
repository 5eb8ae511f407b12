package org.equipoise.trainer.training;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingProgressed.StepTelemetry;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.NetworkKind;
import org.equipoise.trainer.recipe.AugmentationCheck;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.telemetry.DivergenceWatch;
import org.equipoise.trainer.telemetry.EpochMeasures;
import org.equipoise.trainer.telemetry.StepReports;
import org.jspecify.annotations.Nullable;

/** The epochs of one run, from the state it is in to a finished model. */
final class TrainingRun {

    private final TrainingPorts ports;
    private final RunAnnouncements announcements;
    private final DatasetFrozen dataset;
    private final ChosenRecipe chosen;
    private final Recipe recipe;
    private final int imagesPerShard;
    private final TrainingConfig config;
    private final List<Long> counts;
    private final SplitPredictor predictor;

    TrainingRun(
            TrainingPorts ports,
            RunAnnouncements announcements,
            DatasetFrozen dataset,
            ChosenRecipe chosen,
            TrainingConfig config) {
        this.ports = ports;
        this.announcements = announcements;
        this.dataset = dataset;
        this.chosen = chosen;
        this.config = config;
        recipe = chosen.recipe();
        DatasetFingerprint fingerprint = DatasetFingerprint.of(dataset);
        int batchSize = recipe.optimiser().batchSize();
        DatasetSuitability.check(
                fingerprint, Objects.requireNonNullElse(dataset.imageFindings(), List.of()), batchSize);
        if (!frozen()) {
            DatasetSuitability.checkBatch(batchSize, fingerprint.imageBytes(), config.mostShardBytes());
        }
        counts = fingerprint.train().counts();
        imagesPerShard = config.imagesPerShard(batchSize, dataset.format().imageBytes());
        predictor = new SplitPredictor(
                ports.packs(), recipe.network().members(), recipe.answers().symmetry());
    }

    /** Trains what is left, keeps the best weights, and stores the finished model. */
    RunState train(RunState from) {
        DatasetSuitability.checkAim(
                DatasetFingerprint.of(dataset), recipe.answers().aim());
        if (frozen()) {
            return new BackboneRun(ports, announcements, dataset, chosen, config).train(from);
        }
        RunPlan decided = from.plan();
        Instant begin = ports.clock().instant();
        RunPlan plan = decided == null ? decide(from) : decided;
        double rehearsed = Rehearsal.needed(recipe) ? secondsSince(begin) : 0;
        NetworkDescription description = description(plan.members(recipe));
        try (TrainableNetwork network = open(description, from)) {
            if (decided != null) {
                Restored restored = restored(from, network);
                announcements.resumed(restored.state(), decided, network.device(), restored.remark());
                return epochs(restored.state(), network, decided);
            }
            RunPlan made = plan.on(network.device());
            RunState planned = from.planned(made).rehearsed(rehearsed);
            ports.checkpoints().save(planned);
            announcements.started(planned, made, description, network.device(), remarks());
            return epochs(planned, network, made);
        }
    }

    private double secondsSince(Instant begin) {
        return Duration.between(begin, ports.clock().instant()).toMillis() / 1000.0;
    }

    /** What a reader should know first, as the beginning of a sentence; empty where there is nothing. */
    private String remarks() {
        return Stream.of(
                        DatasetSuitability.remark(
                                DatasetFingerprint.of(dataset),
                                Objects.requireNonNullElse(dataset.imageFindings(), List.of()),
                                ports.testImagesPerClass()),
                        AugmentationCheck.remark(recipe, dataset.modality()),
                        new RunBalance(recipe, RunPlan.of(chosen), counts).in(0).draws(dataset.labelSet()))
                .filter(remark -> !remark.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** Whether a pretrained network stays as it is: then there are neither shards nor checkpoints. */
    private boolean frozen() {
        return recipe.network().kind() == NetworkKind.BACKBONE;
    }

    /** The run at its end, with its model. */
    EndedRun ended(RunState state, TrainedModel model, SplitPredictions uncorrected) {
        return end(state, state.stopping().bestEpoch(), model, uncorrected, "");
    }

    /** The run at its end, without one. */
    EndedRun failed(RunState state, String why) {
        return end(state, state.epochs(), null, null, why);
    }

    /** A run that ended a while ago: without its model, and mostly without its network. */
    EndedRun past(RunState state) {
        return end(state, state.stopping().bestEpoch(), null, null, state.message());
    }

    private EndedRun end(
            RunState state,
            int epoch,
            @Nullable TrainedModel model,
            @Nullable SplitPredictions uncorrected,
            String failure) {
        RunPlan made = state.plan();
        RunPlan plan = made == null ? RunPlan.of(chosen) : made;
        return new EndedRun(
                state.request(),
                dataset,
                recipe,
                description(plan.members(recipe)),
                counts,
                state.telemetry(),
                model,
                uncorrected,
                () -> firstShard(state, plan),
                () -> checkpoint(state, epoch),
                failure);
    }

    private Shard firstShard(RunState state, RunPlan plan) {
        if (frozen()) {
            throw new RunFailedException("a run on a pretrained network draws no shards");
        }
        try (ShardSource shards = ports.shards().open(shardPlan(state, new RunBalance(recipe, plan, counts)))) {
            shards.certain(1);
            return shards.take(0, 0);
        }
    }

    private Optional<byte[]> checkpoint(RunState state, int epoch) {
        if (epoch == 0 || frozen()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ports.checkpoints().network(state, epoch));
        } catch (RunFailedException | MissingObjectException e) {
            return Optional.empty();
        }
    }

    private NetworkDescription description(int members) {
        NetworkDescription one = recipe.network()
                .describe(dataset.shape(), dataset.labelSet().size())
                .seenThrough(dataset.window());
        return frozen() ? one : one.ensemble(members);
    }

    private TrainableNetwork open(NetworkDescription description, RunState state) {
        var method = new TrainingMethod(
                new RunBalance(recipe, RunPlan.of(chosen), counts).loss(),
                recipe.optimiser().optimiser(),
                recipe.optimiser().clipping(),
                recipe.optimiser().averageDecay() > 0,
                recipe.answers().symmetry());
        return ports.networks().open(description, method, state.request().seed());
    }

    /** @param remark what was lost, as the end of a sentence; empty where nothing was */
    private record Restored(RunState state, String remark) {}

    /** Takes up the network of the last epoch or, where that is lost, of the best one. */
    private Restored restored(RunState from, TrainableNetwork network) {
        if (from.epochs() == 0) {
            return new Restored(from, "");
        }
        try {
            restore(from, from.epochs(), network);
            return new Restored(from, "");
        } catch (RunFailedException lost) {
            if (from.stopping().bestEpoch() == from.epochs()) {
                throw lost;
            }
            try {
                restore(from, from.stopping().bestEpoch(), network);
            } catch (RunFailedException alsoLost) {
                throw new RunFailedException(lost.getMessage() + "; " + alsoLost.getMessage());
            }
            return new Restored(from.backToBest(), "; " + lost.getMessage());
        }
    }

    private void restore(RunState state, int epoch, TrainableNetwork network) {
        try {
            network.restore(ports.checkpoints().network(state, epoch));
        } catch (RunFailedException | MissingObjectException e) {
            throw new RunFailedException("the network of epoch " + epoch + " is lost: " + e.getMessage());
        }
    }

    /** What must be tried out is tried on one network, however many there will be. */
    private RunPlan decide(RunState state) {
        if (!Rehearsal.needed(recipe)) {
            return RunPlan.of(chosen);
        }
        var balance = new RunBalance(recipe, RunPlan.of(chosen), counts);
        ShardSource.Plan shardPlan = shardPlan(state, balance);
        try (TrainableNetwork network = open(description(1), state);
                ShardSource shards = ports.shards().open(shardPlan)) {
            return new Rehearsal(chosen, balance.in(0), network, shards, shardPlan, ports.clock())
                    .plan(() -> predictor.predict(network, dataset, Split.VALIDATION));
        }
    }

    private ShardSource.Plan shardPlan(RunState state, RunBalance balance) {
        return new ShardSource.Plan(
                state.request(),
                dataset,
                recipe.augmentation(),
                balance.epochs(),
                imagesPerShard,
                Math.toIntExact(counts.stream().mapToLong(Long::longValue).sum()));
    }

    private RunState epochs(RunState from, TrainableNetwork network, RunPlan plan) {
        var balance = new RunBalance(recipe, plan.longest(recipe), counts);
        ShardSource.Plan shardPlan = shardPlan(from, balance);
        try (ShardSource shards = ports.shards().open(shardPlan)) {
            var epochs = new Epochs(network, shards, shardPlan, balance);
            RunState state = from.planned(plan);
            RunPlan now = plan;
            while (state.epochs() < now.epochs() && !over(state, now)) {
                state = epochs.next(state, now);
                now = state.plan() == null ? now : state.plan();
            }
            return finish(state, network, balance);
        }
    }

    /** Patience ends the last stage alone: a stage before it is trained to its end. */
    private boolean over(RunState state, RunPlan plan) {
        double limit = recipe.schedule().minutes() * 60;
        return (state.epochs() > plan.lastStageFrom(recipe)
                        && state.stopping().exhausted(recipe.schedule().patience()))
                || (state.epochs() > 0 && limit > 0 && state.seconds() >= limit);
    }

    /** One epoch after another. */
    private final class Epochs {

        private final TrainableNetwork network;
        private final ShardSource shards;
        private final ShardSource.Plan shardPlan;
        private final RunBalance balance;
        private final int stepsPerEpoch;
        private int trained;
        private double took;
        private final DivergenceWatch divergence = new DivergenceWatch();
        private final StepReports reports;

        Epochs(TrainableNetwork network, ShardSource shards, ShardSource.Plan shardPlan, RunBalance balance) {
            this.network = network;
            this.shards = shards;
            this.shardPlan = shardPlan;
            int batchSize = recipe.optimiser().batchSize();
            stepsPerEpoch = (shardPlan.imagesPerEpoch() + batchSize - 1) / batchSize;
            this.balance = balance;
            reports = new StepReports(config.reportStepsEvery(), ports.clock().instant());
        }

        /** @param plan as it is by now; the state behind the epoch may have another */
        RunState next(RunState state, RunPlan plan) {
            shards.certain(certainEpochs(state, plan));
            Instant begin = ports.clock().instant();
            if (state.epochs() == plan.classifierFrom(recipe)) {
                network.startClassifier();
            }
            EpochBalance epoch = balance.in(state.epochs());
            divergence.epochBegins(epoch.priorEntropy(), state.telemetry());
            EpochPass pass = pass(state, plan);
            pass.run(state.epochs(), state.steps(), new StepPlan(recipe, plan, stepsPerEpoch)::settings);
            SplitPredictor.Probed validation = predictor.probe(network, dataset, Split.VALIDATION);
            SplitPredictions answers = validation.predictions();
            EpochMeasures measures = measures(pass, validation, epoch);
            measures.spoilt().ifPresent(number -> {
                throw spoilt(pass, state.epochs() + 1, number);
            });
            EpochTelemetry telemetry = measures.telemetry(answers.confusion(), dataset.labelSet(), state.telemetry());
            EarlyStopping stopping = EpochScore.of(recipe.schedule().stopOn(), answers, telemetry)
                    .judge(
                            state.epochs() == plan.lastStageFrom(recipe)
                                    ? state.stopping().anew()
                                    : state.stopping());
            double seconds = secondsSince(begin);
            trained++;
            took += seconds;
            RunState after = state.after(pass.steps(), stopping, telemetry, seconds);
            RunPlan anew = plan.anew(recipe, after.epochs(), took / trained, after.seconds());
            RunState next = after.planned(anew);
            ports.checkpoints().save(next, network.checkpoint());
            announcements.epoch(next, plan, anew, dataset.labelSet());
            return next;
        }

        private EpochPass pass(RunState state, RunPlan plan) {
            var watch = new StepWatch(divergence, reports, seen -> showLife(state, plan, seen), ports.clock());
            return new EpochPass(network, shards, shardPlan, recipe.optimiser().batchSize(), ports.clock(), watch);
        }

        /** Who slept may have lost the run. A sign of life is not worth an epoch: without the store none is given. */
        private void showLife(RunState state, RunPlan plan, StepTelemetry seen) {
            try {
                ports.checkpoints().stopIfSuperseded(state);
            } catch (StorageException e) {
                return;
            }
            announcements.steps(state, plan, seen);
        }

        /** The last step may have spoilt weights that no step saw. */
        private static RunFailedException spoilt(EpochPass pass, int epoch, String number) {
            return new RunFailedException("after step " + pass.steps() + ", the last of epoch " + epoch + ", " + number
                    + " is not finite; a lower learningRate than " + pass.learningRate() + " or a clipNorm may help");
        }

        private EpochMeasures measures(EpochPass pass, SplitPredictor.Probed validation, EpochBalance epoch) {
            Probe probe = validation.probe();
            return new EpochMeasures(
                    new EpochMeasures.Losses(
                            pass.meanLoss(), epoch.validationLoss(validation.predictions()), epoch.priorEntropy()),
                    pass.learningRate(),
                    pass.answers(),
                    pass.norms(),
                    new EpochMeasures.Logits(probe.logitMean(), probe.logitVariance(), probe.deadUnits()),
                    pass.waitingSeconds(),
                    pass.computingSeconds());
        }

        /** The epoch to come, and the one behind it if even a bad epoch would not end the run. */
        private int certainEpochs(RunState state, RunPlan plan) {
            boolean another = state.epochs() <= plan.lastStageFrom(recipe)
                    || state.stopping().sinceBest() + 1 < recipe.schedule().patience();
            return Math.min(plan.epochs(), state.epochs() + (another ? 2 : 1));
        }
    }

    private RunState finish(RunState state, TrainableNetwork network, RunBalance balance) {
        EpochTelemetry best = state.telemetry().get(state.stopping().bestEpoch() - 1);
        if (DivergenceWatch.diverged(best)) {
            throw new RunFailedException(String.format(
                    Locale.ROOT,
                    "the training diverged: the epoch to be kept, %d of %d, has a training loss of %.4g and a validation loss"
                            + " of %.4g, and always giving the same answer costs %.4g (the prior's entropy); a lower"
                            + " learningRate than %s or a clipNorm may help",
                    state.stopping().bestEpoch(),
                    state.epochs(),
                    best.trainLoss(),
                    best.validationLoss(),
                    best.priorEntropy(),
                    recipe.schedule().learningRate()));
        }
        restore(state, state.stopping().bestEpoch(), network);
        SplitPredictions validation = predictor.answers(network, dataset, Split.VALIDATION);
        List<Double> assumed = balance.in(state.stopping().bestEpoch() - 1).assumedShares();
        AnswerCorrection correction = AnswerCorrection.of(recipe.answers(), assumed, counts, validation);
        var model = new FinishedModel(
                network.export(correction.correction()),
                validation,
                predictor.answers(network, dataset, Split.TEST),
                correction,
                network.device());
        RunState trained = state.in(RunState.Phase.TRAINED);
        ports.checkpoints().save(trained, model);
        return trained;
    }
}
