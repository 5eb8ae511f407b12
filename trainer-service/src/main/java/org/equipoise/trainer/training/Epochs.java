package org.equipoise.trainer.training;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingProgressed.StepTelemetry;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.telemetry.DivergenceWatch;
import org.equipoise.trainer.telemetry.EpochMeasures;
import org.equipoise.trainer.telemetry.StepReports;
import org.jspecify.annotations.Nullable;

/** One epoch of a run after another, and the model of the best of them. */
final class Epochs {

    private final TrainingPorts ports;
    private final RunAnnouncements announcements;
    private final TrainingConfig config;
    private final DatasetFrozen dataset;
    private final Recipe recipe;
    private final SplitPredictor predictor;
    private final TrainableNetwork network;
    private final ShardSource shards;
    private final ShardSource.Plan shardPlan;
    private final RunBalance balance;
    private final @Nullable Companion companion;
    private final @Nullable CrossValidation folds;
    private final int stepsPerEpoch;
    private int trained;
    private double took;
    private final DivergenceWatch divergence = new DivergenceWatch();
    private final StepReports reports;

    /**
     * @param companion by whose answers, together with the network's, an epoch is judged; absent: by the network's
     * @param folds of the training split that members leave out; absent where every image is learnt from
     */
    Epochs(
            TrainingPorts ports,
            RunAnnouncements announcements,
            TrainingConfig config,
            Recipe recipe,
            SplitPredictor predictor,
            TrainableNetwork network,
            ShardSource shards,
            ShardSource.Plan shardPlan,
            RunBalance balance,
            @Nullable Companion companion,
            @Nullable CrossValidation folds) {
        this.ports = ports;
        this.announcements = announcements;
        this.config = config;
        this.recipe = recipe;
        this.predictor = predictor;
        this.network = network;
        this.shards = folds == null ? shards : folds.of(shards);
        this.shardPlan = shardPlan;
        this.balance = balance;
        this.companion = companion;
        this.folds = folds;
        dataset = shardPlan.dataset();
        int batchSize = recipe.optimiser().batchSize();
        stepsPerEpoch = (shardPlan.imagesPerEpoch() + batchSize - 1) / batchSize;
        reports = new StepReports(config.reportStepsEvery(), ports.clock().instant());
    }

    /** Trains what is left, and stores the finished model of the best weights. */
    RunState train(RunState from, RunPlan plan) {
        RunState state = from;
        RunPlan now = plan;
        while (state.epochs() < now.epochs() && !over(state, now)) {
            state = next(state, now);
            now = state.plan() == null ? now : state.plan();
        }
        return finish(state, now);
    }

    /** Patience ends the last stage alone: a stage before it is trained to its end. */
    private boolean over(RunState state, RunPlan plan) {
        double limit = recipe.schedule().minutes() * 60;
        return (state.epochs() > plan.lastStageFrom(recipe)
                        && state.stopping().exhausted(recipe.schedule().patience()))
                || (state.epochs() > 0 && limit > 0 && state.seconds() >= limit);
    }

    /** @param plan as it is by now; the state behind the epoch may have another */
    private RunState next(RunState state, RunPlan plan) {
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
        EarlyStopping stopping = score(unseen(answers, SplitPredictor.Views.ONE), epoch)
                .judge(
                        state.epochs() == plan.lastStageFrom(recipe)
                                ? state.stopping().anew()
                                : state.stopping());
        double seconds = Duration.between(begin, ports.clock().instant()).toMillis() / 1000.0;
        trained++;
        took += seconds;
        RunState after = state.after(pass.steps(), stopping, telemetry, seconds);
        List<Double> losses =
                after.telemetry().stream().map(EpochTelemetry::validationLoss).toList();
        boolean flat = plan.flat(recipe, stopping, losses);
        RunPlan anew = plan.anew(recipe, after.epochs(), took / trained, after.seconds(), flat)
                .ending(recipe, stopping, losses);
        RunState next = after.planned(anew);
        ports.checkpoints().save(next, network.checkpoint());
        announcements.epoch(next, plan, anew, dataset.labelSet());
        return next;
    }

    /** @param whole answers to the validation split */
    private UnseenAnswers unseen(SplitPredictions whole, SplitPredictor.Views views) {
        return folds == null ? UnseenAnswers.of(whole) : predictor.unseen(network, dataset, folds, whole, views);
    }

    /** By what is answered together, where there is a companion. */
    private EpochScore score(UnseenAnswers answers, EpochBalance epoch) {
        SplitPredictions judged = companion == null
                ? answers.all()
                : companion
                        .answers(companion.pool(answers, epoch.assumedShares()).pool(), answers)
                        .all();
        return EpochScore.of(recipe.schedule().stopOn(), judged, epoch.validationLoss(judged));
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

    private static EpochMeasures measures(EpochPass pass, SplitPredictor.Probed validation, EpochBalance epoch) {
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

    /** Takes up the network as it was after an epoch. */
    static void restore(TrainingPorts ports, RunState state, int epoch, TrainableNetwork network) {
        try {
            network.restore(ports.checkpoints().network(state, epoch));
        } catch (RunFailedException | MissingObjectException e) {
            throw new RunFailedException("the network of epoch " + epoch + " is lost: " + e.getMessage());
        }
    }

    private RunState finish(RunState state, RunPlan plan) {
        int bestEpoch = state.stopping().bestEpoch();
        EpochTelemetry best = state.telemetry().get(bestEpoch - 1);
        if (DivergenceWatch.diverged(best)) {
            throw new RunFailedException(String.format(
                    Locale.ROOT,
                    "the training diverged: the epoch to be kept, %d of %d, has a training loss of %.4g and a validation loss"
                            + " of %.4g, and always giving the same answer costs %.4g (the prior's entropy); a lower"
                            + " learningRate than %s or a clipNorm may help",
                    bestEpoch,
                    state.epochs(),
                    best.trainLoss(),
                    best.validationLoss(),
                    best.priorEntropy(),
                    recipe.schedule().learningRate()));
        }
        restore(ports, state, bestEpoch, network);
        SplitPredictions validation = predictor.answers(network, dataset, Split.VALIDATION);
        SplitPredictions test = predictor.answers(network, dataset, Split.TEST);
        UnseenAnswers unseen = unseen(validation, SplitPredictor.Views.SERVED);
        List<Double> assumed = balance.in(bestEpoch - 1).assumedShares();
        if (companion == null) {
            AnswerCorrection correction = correction(assumed, unseen);
            var model = new FinishedModel(
                    network.export(correction.correction()), validation, test, correction, network.device());
            return stored(state, model);
        }
        AnswerPool.Fitted fitted = companion.pool(unseen, assumed);
        UnseenAnswers both = companion.answers(fitted.pool(), unseen);
        AnswerCorrection correction = correction(assumed, both);
        var looking = new Looking(ports, announcements, config, companion.backbone(), state, plan);
        var model = new FinishedModel(
                companion.export(network, fitted.pool(), correction.correction()),
                both.validation(),
                companion.test(fitted.pool(), test, looking),
                correction,
                network.device());
        String found = companion.words() + "; " + fitted.words(unseen.words());
        announcements.remark(state, plan, found);
        return stored(state.planned(plan.because("companion", found)), model);
    }

    private AnswerCorrection correction(List<Double> assumed, UnseenAnswers unseen) {
        return AnswerCorrection.of(recipe.answers(), assumed, balance.counts(), unseen);
    }

    private RunState stored(RunState state, FinishedModel model) {
        RunState trained = state.in(RunState.Phase.TRAINED);
        ports.checkpoints().save(trained, model);
        return trained;
    }
}
