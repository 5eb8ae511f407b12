package org.equipoise.trainer.training;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.loss.WeightedCrossEntropy;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.telemetry.EpochMeasures;

/** The epochs of one run, from the state it is in to a finished model. */
final class TrainingRun {

    private final TrainingPorts ports;
    private final RunAnnouncements announcements;
    private final DatasetFrozen dataset;
    private final Recipe recipe;
    private final ShardSource.Plan plan;
    private final WeightedCrossEntropy loss;
    private final double priorEntropy;
    private final SplitPredictor predictor;

    TrainingRun(
            TrainingPorts ports,
            RunAnnouncements announcements,
            RunState state,
            DatasetFrozen dataset,
            ChosenRecipe chosen,
            TrainingConfig config) {
        this.ports = ports;
        this.announcements = announcements;
        this.dataset = dataset;
        recipe = chosen.recipe();
        DatasetFingerprint fingerprint = DatasetFingerprint.of(dataset);
        DatasetSuitability.check(fingerprint, recipe.batchSize());
        List<Double> weights = recipe.classWeights() == Recipe.ClassWeighting.BALANCED
                ? fingerprint.train().classWeights()
                : fingerprint.train().counts().stream().map(n -> 1.0).toList();
        plan = new ShardSource.Plan(
                state.request(),
                dataset,
                recipe,
                weights,
                config.imagesPerShard(recipe.batchSize(), dataset.shape().length()),
                Math.toIntExact(fingerprint.train().total()));
        loss = new WeightedCrossEntropy(weights);
        priorEntropy = loss.bestConstant(
                recipe.sampling() == Sampling.BALANCED
                        ? weights.stream().map(w -> 1L).toList()
                        : fingerprint.train().counts());
        predictor = new SplitPredictor(ports.packs());
    }

    /** Trains what is left, keeps the best weights, and stores the finished model. */
    RunState train(RunState from) {
        var description = NetworkDescription.articleCnn(
                dataset.shape(), dataset.labelSet().size(), recipe.dropout());
        try (TrainableNetwork network =
                        ports.networks().open(description, from.request().seed());
                ShardSource shards = ports.shards().open(plan)) {
            if (from.epochs() > 0) {
                network.restore(ports.checkpoints().network(from.request().runId(), from.epochs()));
            }
            announcements.begun(from, recipe, description, network.device());
            RunState state = from;
            while (state.epochs() < recipe.epochs() && !state.stopping().exhausted(recipe.patience())) {
                state = epoch(state, network, shards);
            }
            return finish(state, network);
        }
    }

    private RunState epoch(RunState state, TrainableNetwork network, ShardSource shards) {
        shards.certain(certainEpochs(state));
        Instant begin = ports.clock().instant();
        var pass = new EpochPass(network, shards, plan, ports.clock());
        pass.run(state.epochs(), state.steps());
        SplitPredictions validation = predictor.predict(network, dataset, Split.VALIDATION);
        double validationLoss = SplitPredictor.loss(validation, loss);
        EpochTelemetry telemetry = new EpochMeasures(
                        pass.meanLoss(),
                        validationLoss,
                        priorEntropy,
                        recipe.learningRate(),
                        plan.imagesPerEpoch(),
                        pass.waitingSeconds(),
                        pass.computingSeconds())
                .telemetry(validation.confusion(), dataset.labelSet());
        EarlyStopping stopping = recipe.stopOn() == Recipe.StopCriterion.ACCURACY
                ? state.stopping().after(telemetry.accuracy())
                : state.stopping().after(telemetry.balancedAccuracy(), validationLoss);
        double seconds = Duration.between(begin, ports.clock().instant()).toMillis() / 1000.0;
        RunState next = state.after(pass.steps(), stopping, telemetry, seconds);
        ports.checkpoints().save(next, network.checkpoint());
        announcements.epoch(next, recipe, dataset.labelSet());
        return next;
    }

    /** The epoch to come, and the one behind it if even a bad epoch would not end the run. */
    private int certainEpochs(RunState state) {
        boolean another = state.stopping().sinceBest() + 1 < recipe.patience();
        return Math.min(recipe.epochs(), state.epochs() + (another ? 2 : 1));
    }

    private RunState finish(RunState state, TrainableNetwork network) {
        String runId = state.request().runId();
        network.restore(ports.checkpoints().network(runId, state.stopping().bestEpoch()));
        var model = new FinishedModel(
                network.export(),
                predictor.predict(network, dataset, Split.VALIDATION),
                predictor.predict(network, dataset, Split.TEST),
                network.device());
        RunState trained = state.in(RunState.Phase.TRAINED);
        ports.checkpoints().save(trained, model);
        return trained;
    }
}
