package org.equipoise.trainer.training;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.BackboneArchitecture;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.features.FeatureRows;
import org.equipoise.trainer.network.Layer;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.telemetry.EpochMeasures;
import org.equipoise.trainer.telemetry.LayerNorms;

/**
 * A run without shards: a pretrained network looks at every image once, and a linear classifier of what it sees is
 * fitted, which counts as one epoch. What was seen is kept, so a run that was killed, and every other run on the same
 * version, begins with it; the rest takes seconds, is the same each time, and has no checkpoint.
 */
final class BackboneRun {

    private static final List<String> CLASSIFIER = List.of("classifier_kernel");

    private final TrainingPorts ports;
    private final RunAnnouncements announcements;
    private final DatasetFrozen dataset;
    private final ChosenRecipe chosen;
    private final Recipe recipe;
    private final TrainingConfig config;
    private final List<Long> counts;
    private final Backbone backbone;

    BackboneRun(
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
        counts = DatasetFingerprint.of(dataset).train().counts();
        backbone = SettledBackbone.named(recipe.network().backbone(), ports.backbones());
    }

    /** The features, the classifier, and the finished model. */
    RunState train(RunState from) {
        try (FrozenNetwork network = ports.backbones()
                .open(backbone, dataset.format(), recipe.network().backboneSide())) {
            return train(from, network);
        } catch (InvalidBackboneException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()));
        }
    }

    private RunState train(RunState from, FrozenNetwork network) {
        RunPlan decided = from.plan();
        CrossValidation.Decided validating =
                CrossValidation.decided(ports, dataset, recipe, CrossValidation.USUAL_FOLDS);
        RunPlan plan = decided == null
                ? RunPlan.of(chosen)
                        .because("crossValidation", validating.words())
                        .on(network.device())
                : decided;
        RunState state = from.planned(plan);
        if (decided == null) {
            ports.checkpoints().save(state);
            announcements.started(state, plan, description(), network.device(), remarks(plan, validating.words()));
        } else {
            SettledBackbone.checkSame(decided.choices(), backbone);
            announcements.resumed(state, plan, network.device(), "");
            if (state.epochs() > 0) {
                // It may have been killed before it said so; whoever heard it hears the same again.
                announcements.epoch(state, plan, plan, dataset.labelSet());
            }
        }
        Instant begin = ports.clock().instant();
        boolean mirror = recipe.answers().symmetry() != Symmetry.NONE;
        var looking = new Looking(ports, announcements, config, backbone, state, plan);
        DatasetFeatures features =
                DatasetFeatures.kept(ports, dataset, backbone, recipe.network().backboneSide(), network, looking);
        FeatureRows training = features.of(Split.TRAIN, mirror);
        EpochBalance balance = new RunBalance(recipe, plan, counts).in(0);
        BackboneHead head = BackboneHead.fit(
                training,
                mirror ? 2 : 1,
                balance.mass(),
                balance.loss().adjustment().offsets(),
                Looking::stopIfInterrupted);
        FeatureRows validation = features.of(Split.VALIDATION, mirror);
        UnseenAnswers unseen = head.unseen(
                training,
                validation,
                validating.folds(),
                balance.mass(),
                balance.loss().adjustment().offsets(),
                Looking::stopIfInterrupted);
        if (state.epochs() == 0) {
            EpochTelemetry telemetry = telemetry(head, training, validation, balance, begin);
            EarlyStopping stopping = EpochScore.of(
                            recipe.schedule().stopOn(), unseen.all(), balance.validationLoss(unseen.all()))
                    .judge(state.stopping());
            state = state.after(head.steps(), stopping, telemetry, seconds(begin));
            ports.checkpoints().save(state);
            announcements.epoch(state, plan, plan, dataset.labelSet());
            announcements.remark(state, plan, "the classifier of what " + backbone.name() + " sees: " + head.words());
        }
        return finish(state, network, head, balance, unseen, features.of(Split.TEST, mirror));
    }

    private String remarks(RunPlan plan, String validation) {
        return Stream.of(
                        DatasetSuitability.remark(
                                DatasetFingerprint.of(dataset), dataset.measuredFindings(), ports.testImagesPerClass()),
                        validation,
                        new RunBalance(recipe, plan, counts).in(0).draws(dataset.labelSet()))
                .filter(remark -> !remark.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private RunState finish(
            RunState state,
            FrozenNetwork network,
            BackboneHead head,
            EpochBalance balance,
            UnseenAnswers unseen,
            FeatureRows test) {
        AnswerCorrection correction = AnswerCorrection.of(recipe.answers(), balance.assumedShares(), counts, unseen);
        var model = new FinishedModel(
                network.export(head.standardisation(), head.head(), head.views() == 2, correction.correction()),
                unseen.validation(),
                head.answers(test),
                correction,
                network.device());
        RunState trained = state.in(RunState.Phase.TRAINED);
        ports.checkpoints().save(trained, model);
        return trained;
    }

    private EpochTelemetry telemetry(
            BackboneHead head, FeatureRows training, FeatureRows validation, EpochBalance balance, Instant begin) {
        SplitPredictions learned = head.answers(training);
        SplitPredictions held = head.answers(validation);
        var norms = new LayerNorms();
        norms.step(CLASSIFIER, weight -> head.gradientNorm());
        Probe probe = Probe.of(head.logits(validation), dataset.labelSet().size(), List.of(), new float[0]);
        return new EpochMeasures(
                        new EpochMeasures.Losses(
                                balance.validationLoss(learned), balance.validationLoss(held), balance.priorEntropy()),
                        0,
                        learned.confusion(),
                        norms,
                        new EpochMeasures.Logits(probe.logitMean(), probe.logitVariance(), probe.deadUnits()),
                        0,
                        seconds(begin))
                .telemetry(held.confusion(), dataset.labelSet(), List.of());
    }

    private double seconds(Instant begin) {
        return Duration.between(begin, ports.clock().instant()).toMillis() / 1000.0;
    }

    /** What is computed, with the classifier, which alone is trained. */
    private NetworkDescription description() {
        List<Layer> layers = new ArrayList<>();
        BackboneArchitecture architecture = backbone.architecture();
        if (architecture == null) {
            layers.add(Layer.graph("backbone", backbone.kind().features()));
        } else {
            int side = recipe.network().backboneSide();
            for (var layer : architecture.used()) {
                side = (side + layer.stride() - 1) / layer.stride();
                layers.add(Layer.frozen(
                        layer.name(), side, layer.side(), layer.depthwise() ? 1 : layer.in(), layer.out()));
            }
        }
        int classes = dataset.labelSet().size();
        layers.add(Layer.classifier(backbone.kind().features(), classes));
        return NetworkDescription.backbone(dataset.shape(), classes, layers).seenThrough(dataset.window());
    }
}
