package org.equipoise.trainer.training;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.NetworkKind;
import org.equipoise.trainer.recipe.AugmentationCheck;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.Recipe;
import org.jspecify.annotations.Nullable;

/** The epochs of one run, from the state it is in to a finished model. */
final class TrainingRun {

    /** With fewer, one-cycle has hardly begun to learn. */
    private static final int FEWEST_EPOCHS = 5;

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
        DatasetSuitability.check(fingerprint, dataset.measuredFindings(), batchSize);
        if (!frozen()) {
            DatasetSuitability.checkBatch(batchSize, fingerprint.imageBytes(), config.mostShardBytes());
        }
        counts = fingerprint.train().counts();
        imagesPerShard = config.imagesPerShard(batchSize, dataset.format().imageBytes());
        predictor = new SplitPredictor(
                ports.packs(),
                recipe.network().members(),
                recipe.answers().symmetry(),
                recipe.network().side());
    }

    /**
     * Refuses what cannot be trained, before anything is tried out for it.
     *
     * @throws RunFailedException saying why
     */
    void check() {
        DatasetSuitability.checkAim(
                DatasetFingerprint.of(dataset), recipe.answers().aim());
    }

    /** Trains what is left, keeps the best weights, and stores the finished model. */
    RunState train(RunState from) {
        if (frozen()) {
            return new BackboneRun(ports, announcements, dataset, chosen, config).train(from);
        }
        RunPlan decided = from.plan();
        Instant begin = ports.clock().instant();
        Companion companion = companion(from);
        RunPlan plan = decided == null ? decide(from.rehearsed(secondsSince(begin))) : decided;
        if (decided == null && companion != null && tooFew(plan)) {
            return alone(from.rehearsed(secondsSince(begin)), plan);
        }
        NetworkDescription description = description(plan.members(recipe));
        CrossValidation.Decided validation = CrossValidation.decided(ports, dataset, recipe, plan.members(recipe));
        CrossValidation folds = validation.folds();
        if (companion != null) {
            companion.leaveOut(folds);
        }
        boolean rehearsed = companion != null || Rehearsal.needed(recipe);
        RunState state = decided == null && rehearsed ? from.rehearsed(secondsSince(begin)) : from;
        try (TrainableNetwork network = open(description, from, folds != null)) {
            if (decided != null) {
                Restored restored = restored(from, network);
                announcements.resumed(restored.state(), decided, network.device(), restored.remark());
                return epochs(restored.state(), network, decided, companion, folds);
            }
            RunPlan made = plan.because("crossValidation", validation.words()).on(network.device());
            RunState planned = state.planned(made);
            ports.checkpoints().save(planned);
            announcements.started(planned, made, description, network.device(), remarks(validation.words()));
            return epochs(planned, network, made, companion, folds);
        }
    }

    /** What answers together with the network; absent where nothing does. */
    private @Nullable Companion companion(RunState state) {
        if (recipe.network().companion() != Recipe.Companion.BACKBONE) {
            return null;
        }
        Backbone backbone = SettledBackbone.named(recipe.network().backbone(), ports.backbones());
        RunPlan plan = state.plan() == null ? RunPlan.of(chosen) : state.plan();
        SettledBackbone.checkSame(plan.choices(), backbone);
        var looking = new Looking(ports, announcements, config, backbone, state, plan);
        return new Companion(ports, dataset, recipe, backbone, looking);
    }

    /** A network that hardly any epoch fits into the time of adds nothing to one that has learned. */
    private boolean tooFew(RunPlan plan) {
        return recipe.schedule().minutes() > 0
                && plan.epochs() < Math.min(FEWEST_EPOCHS, recipe.schedule().epochs())
                && !chosen.given("network")
                && !chosen.given("companion")
                && recipe.loss().name() != Recipe.LossName.FOCAL;
    }

    private RunState alone(RunState state, RunPlan plan) {
        ChosenRecipe pretrained = SettledBackbone.alone(
                chosen,
                String.join("; ", plan.remarks()) + ": fewer than " + FEWEST_EPOCHS
                        + " epochs, so what a pretrained network sees answers without another network",
                ports.backbones());
        var said = new RunAnnouncements(ports.progress(), ports.clock(), pretrained);
        return new BackboneRun(ports, said, dataset, pretrained, config).train(state);
    }

    private double secondsSince(Instant begin) {
        return Duration.between(begin, ports.clock().instant()).toMillis() / 1000.0;
    }

    /** What a reader should know first, as the beginning of a sentence; empty where there is nothing. */
    private String remarks(String validation) {
        return Stream.of(
                        DatasetSuitability.remark(
                                DatasetFingerprint.of(dataset), dataset.measuredFindings(), ports.testImagesPerClass()),
                        AugmentationCheck.remark(recipe, dataset.modality()),
                        triedOut(),
                        validation,
                        new RunBalance(recipe, RunPlan.of(chosen), counts).in(0).draws(dataset.labelSet()))
                .filter(remark -> !remark.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** Why a pretrained network answers, too, where that was found out. */
    private String triedOut() {
        return chosen.choices().stream()
                .filter(choice -> choice.setting().equals("companion"))
                .filter(choice -> choice.value().equals("backbone") && !chosen.given("companion"))
                .map(choice -> "a pretrained network answers, too: " + choice.reason())
                .findFirst()
                .orElse("");
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

    private TrainableNetwork open(NetworkDescription description, RunState state, boolean crossValidated) {
        var method = new TrainingMethod(
                new RunBalance(recipe, RunPlan.of(chosen), counts).loss(),
                recipe.optimiser().optimiser(),
                recipe.optimiser().clipping(),
                recipe.optimiser().averageDecay() > 0,
                recipe.answers().symmetry(),
                recipe.augmentation().mixes(),
                crossValidated);
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
            Epochs.restore(ports, from, from.epochs(), network);
            return new Restored(from, "");
        } catch (RunFailedException lost) {
            if (from.stopping().bestEpoch() == from.epochs()) {
                throw lost;
            }
            try {
                Epochs.restore(ports, from, from.stopping().bestEpoch(), network);
            } catch (RunFailedException alsoLost) {
                throw new RunFailedException(lost.getMessage() + "; " + alsoLost.getMessage());
            }
            return new Restored(from.backToBest(), "; " + lost.getMessage());
        }
    }

    /** What must be tried out is tried on one network, however many there will be. */
    private RunPlan decide(RunState state) {
        if (!Rehearsal.needed(recipe)) {
            return RunPlan.of(chosen);
        }
        var balance = new RunBalance(recipe, RunPlan.of(chosen), counts);
        ShardSource.Plan shardPlan = shardPlan(state, balance);
        CrossValidation folds = CrossValidation.decided(
                        ports, dataset, recipe, recipe.network().members())
                .folds();
        try (TrainableNetwork network = open(description(1), state, false);
                ShardSource shards = ports.shards().open(shardPlan)) {
            return new Rehearsal(chosen, balance.in(0), network, shards, shardPlan, ports.clock(), state.seconds())
                    .plan(() -> predictor.rehearse(network, dataset, folds));
        }
    }

    /** Seconds that a step of one network takes, by a few on these images; the network is thrown away. */
    double stepSeconds(RunState state, LabelledImages images, int untimed, int timed) {
        float[] weights = new float[images.size()];
        Arrays.fill(weights, 1);
        var shard = new Shard(images.format(), images.pixels(), images.labels(), weights);
        int batch = Math.min(recipe.optimiser().batchSize(), images.size());
        try (TrainableNetwork network = open(description(1), state, false)) {
            return StepTimes.median(ports.clock(), untimed, timed, step -> {
                var settings = new StepSettings(step, step, Rehearsal.LOWEST_RATE, 0, StepSettings.Stage.EVERYTHING);
                network.trainBatch(shard, 0, batch, settings);
            });
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

    private RunState epochs(
            RunState from,
            TrainableNetwork network,
            RunPlan plan,
            @Nullable Companion companion,
            @Nullable CrossValidation folds) {
        var balance = new RunBalance(recipe, plan.longest(recipe), counts);
        ShardSource.Plan shardPlan = shardPlan(from, balance);
        try (ShardSource shards = ports.shards().open(shardPlan)) {
            return new Epochs(
                            ports,
                            announcements,
                            config,
                            recipe,
                            predictor,
                            network,
                            shards,
                            shardPlan,
                            balance,
                            companion,
                            folds)
                    .train(from.planned(plan), plan);
        }
    }
}
