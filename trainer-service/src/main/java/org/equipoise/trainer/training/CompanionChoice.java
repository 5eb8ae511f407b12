package org.equipoise.trainer.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.Recipe;

/**
 * Whether a pretrained network answers together with the one that is trained, which one, and how large it sees the
 * images: each candidate looks at some training images, and the folds' loss of a classifier of what it sees decides.
 * Neither the validation nor the test split is looked at.
 */
final class CompanionChoice {

    /** Pixels on a side that a candidate sees an image at. */
    static final List<Integer> SIDES = List.of(64, 112, 160, 224);

    private final TrainingPorts ports;
    private final TrainingConfig config;
    private final DatasetFrozen dataset;

    CompanionChoice(TrainingPorts ports, TrainingConfig config, DatasetFrozen dataset) {
        this.ports = ports;
        this.config = config;
        this.dataset = dataset;
    }

    /**
     * The recipe with its choice made; one that left nothing open as it is.
     *
     * @param state of the run that waits
     */
    ChosenRecipe of(RunState state, ChosenRecipe asked) {
        if (asked.recipe().network().companion() != Recipe.Companion.AUTO) {
            return asked;
        }
        try {
            return decided(state, asked);
        } catch (InvalidBackboneException | RunFailedException e) {
            return SettledBackbone.without(asked, "a pretrained network cannot be used: " + e.getMessage());
        }
    }

    private ChosenRecipe decided(RunState state, ChosenRecipe asked) {
        int views = asked.recipe().answers().symmetry() == Symmetry.NONE ? 1 : 2;
        List<String> leftOut = new ArrayList<>();
        List<Backbone> fitting = new ArrayList<>();
        for (Backbone backbone : candidates(asked)) {
            tooLarge(backbone, views).ifPresentOrElse(leftOut::add, () -> fitting.add(backbone));
        }
        if (fitting.isEmpty()) {
            return SettledBackbone.without(asked, "no pretrained network can be used: " + String.join("; ", leftOut));
        }
        LabelledImages sample = TrainingSample.of(ports.packs(), dataset);
        if (judged(sample) < 2) {
            return SettledBackbone.without(
                    asked,
                    "no pretrained network was tried: folds judge it by classes that have 2 training images, and"
                            + " fewer than 2 classes do");
        }
        var trial = new CompanionTrial(
                ports, dataset, sample, asked.recipe().schedule().minutes(), views);
        for (Backbone backbone : fitting) {
            trial.attempt(backbone, sides(asked, backbone), looking(state, asked, backbone));
        }
        leftOut.addAll(trial.leftOut());
        return decided(asked, sample, trial.tried(), leftOut);
    }

    private Looking looking(RunState state, ChosenRecipe asked, Backbone backbone) {
        var announcements = new RunAnnouncements(ports.progress(), ports.clock(), asked);
        return new Looking(ports, announcements, config, backbone, state, RunPlan.of(asked));
    }

    private ChosenRecipe decided(
            ChosenRecipe asked, LabelledImages sample, List<CompanionTrial.Tried> tried, List<String> leftOut) {
        if (tried.isEmpty()) {
            return SettledBackbone.without(
                    asked,
                    leftOut.isEmpty()
                            ? "no pretrained network takes images at the backboneSide that was asked for"
                            : "no pretrained network can be used: " + String.join("; ", leftOut));
        }
        CompanionTrial.Tried best = Collections.min(tried, Comparator.comparingDouble(CompanionTrial.Tried::loss));
        double prior = Math.log(dataset.labelSet().size());
        String numbers = String.format(
                Locale.ROOT,
                "loss of folds of %d training images, classes counted alike: %s; always the same answer costs %.4f%s",
                sample.size(),
                tried.stream().map(CompanionTrial.Tried::words).collect(Collectors.joining(", ")),
                prior,
                leftOut.stream().map(why -> "; " + why).collect(Collectors.joining()));
        return best.loss() < prior
                ? SettledBackbone.with(asked, best.backbone(), best.side(), numbers)
                : SettledBackbone.without(asked, "a pretrained network sees nothing of the classes: " + numbers);
    }

    /** Why what a network sees of a split does not fit into memory; empty where it does. */
    private Optional<String> tooLarge(Backbone backbone, int views) {
        try {
            for (Split split : Split.values()) {
                DatasetFeatures.checkSize(dataset, split, views, backbone.kind().features());
            }
            return Optional.empty();
        } catch (RunFailedException e) {
            return Optional.of(backbone.name() + " cannot be used: " + e.getMessage());
        }
    }

    /** Classes of which one image can be judged by a classifier that knows another. */
    private long judged(LabelledImages sample) {
        int[] counts = new int[dataset.labelSet().size()];
        for (int label : sample.labels()) {
            counts[label]++;
        }
        return Arrays.stream(counts).filter(count -> count >= 2).count();
    }

    private List<Backbone> candidates(ChosenRecipe asked) {
        String name = asked.recipe().network().backbone();
        return name.equals(Backbone.ONLY)
                ? ports.backbones().all()
                : List.of(SettledBackbone.named(name, ports.backbones()));
    }

    /** None where a side was asked for that a network does not take. */
    private static List<Integer> sides(ChosenRecipe asked, Backbone backbone) {
        Integer fixed = backbone.fixedSide();
        List<Integer> all = fixed == null ? SIDES : List.of(fixed);
        if (!asked.given("backboneSide")) {
            return all;
        }
        int side = asked.recipe().network().backboneSide();
        return fixed == null || fixed == side ? List.of(side) : List.of();
    }
}
