package org.equipoise.trainer.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.network.EnsembleSize;
import org.equipoise.trainer.network.NetworkKind;
import org.equipoise.trainer.network.SideChoice;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.NetworkSide;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.recipe.RecipeBook;
import org.equipoise.trainer.recipe.RecipeChoice;

/**
 * Finds out how large the network that is trained sees the images, where the recipe leaves it open: by the detail that
 * a pretrained network sees in training images, where one answers, and by what a few steps take, or, without minutes,
 * by what a run may multiply. {@link SideChoice} decides.
 */
final class NetworkSideTrial {

    /** Of the minutes, what the epochs of one network may take: shards, answers and a companion take time, too. */
    private static final double EPOCHS_SHARE = 0.5;

    /** Of the minutes, what looking at the detail may take, before another side is looked at. */
    private static final double LOOKING_SHARE = 0.08;

    /** The same where no time was given. */
    private static final double LOOKING_SECONDS = 60;

    private static final int UNTIMED_STEPS = 1;
    private static final int TIMED_STEPS = 3;

    private final TrainingPorts ports;
    private final TrainingConfig config;
    private final DatasetFrozen dataset;
    private final DatasetFingerprint fingerprint;

    NetworkSideTrial(TrainingPorts ports, TrainingConfig config, DatasetFrozen dataset) {
        this.ports = ports;
        this.config = config;
        this.dataset = dataset;
        fingerprint = DatasetFingerprint.of(dataset);
    }

    /**
     * The recipe with its choice made, and with what follows from it; one that left nothing open as it is.
     *
     * @param state of the run that waits
     * @param chosen whose companion is settled
     */
    ChosenRecipe of(RunState state, ChosenRecipe chosen) {
        Recipe.NetworkSettings network = chosen.recipe().network();
        if (!network.side().open() || network.kind() == NetworkKind.BACKBONE) {
            return chosen;
        }
        int longer = NetworkSide.longer(dataset.shape());
        if (longer <= NetworkSide.USUAL) {
            return at(state, chosen, longer, NetworkSide.words(longer));
        }
        List<Integer> candidates = SideChoice.candidates(longer);
        LabelledImages sample = TrainingSample.of(ports.packs(), dataset);
        Seen seen = seen(state, chosen, sample, candidates);
        int enough = SideChoice.enough(candidates, seen.details());
        SideChoice choice =
                SideChoice.of(candidates, seen.details(), seen.who(), costs(state, chosen, sample, candidates, enough));
        return at(state, chosen, choice.side(), choice.reason());
    }

    private ChosenRecipe at(RunState state, ChosenRecipe chosen, int side, String why) {
        boolean whole = side == NetworkSide.longer(dataset.shape());
        return RecipeBook.at(
                chosen,
                new RecipeChoice("networkSide", whole ? NetworkSide.VERSION : Integer.toString(side), why),
                state.request().settings(),
                fingerprint,
                ports.networks().accelerated());
    }

    private record Seen(List<SideChoice.Detail> details, String who) {

        static Seen nothing(String why) {
            return new Seen(
                    List.of(),
                    "nothing speaks for more, as nobody saw what is lost (" + why
                            + "); networkSide=version asks for all");
        }
    }

    private Seen seen(RunState state, ChosenRecipe chosen, LabelledImages sample, List<Integer> candidates) {
        if (chosen.recipe().network().companion() != Recipe.Companion.BACKBONE) {
            return Seen.nothing("no pretrained network answers");
        }
        int classes = dataset.labelSet().size();
        if (Arrays.stream(sample.labels()).distinct().count() < classes) {
            return Seen.nothing("not every class has a training image");
        }
        double minutes = chosen.recipe().schedule().minutes();
        int side = chosen.recipe().network().backboneSide();
        try {
            Backbone backbone = SettledBackbone.named(chosen.recipe().network().backbone(), ports.backbones());
            var announcements = new RunAnnouncements(ports.progress(), ports.clock(), chosen);
            var looking = new Looking(ports, announcements, config, backbone, state, RunPlan.of(chosen));
            List<SideChoice.Detail> details = new DetailTrial(
                            ports,
                            backbone,
                            side,
                            classes,
                            minutes > 0 ? LOOKING_SHARE * minutes * 60 : LOOKING_SECONDS,
                            looking)
                    .of(
                            sample,
                            candidates.stream()
                                    .filter(smaller -> smaller < NetworkSide.longer(dataset.shape()))
                                    .toList());
            return details.isEmpty()
                    ? Seen.nothing(backbone.name() + " takes too long to look at " + sample.size() + " images")
                    : new Seen(
                            details,
                            "of " + sample.size() + " training images, reduced before " + backbone.name() + " looks at "
                                    + side + " pixels of them, the folds' loss is ");
        } catch (InvalidBackboneException | RunFailedException | MissingObjectException e) {
            return Seen.nothing(String.valueOf(e.getMessage()));
        }
    }

    /** From small to large, until one does not fit; none where only the smallest is enough. */
    private List<SideChoice.Cost> costs(
            RunState state, ChosenRecipe chosen, LabelledImages sample, List<Integer> candidates, int enough) {
        List<SideChoice.Cost> costs = new ArrayList<>();
        for (int side : candidates) {
            if (enough == candidates.get(0) || side > enough) {
                break;
            }
            costs.add(cost(state, at(state, chosen, side, ""), sample, side));
            if (!costs.get(costs.size() - 1).fits()) {
                break;
            }
        }
        return costs;
    }

    private SideChoice.Cost cost(RunState state, ChosenRecipe sided, LabelledImages sample, int side) {
        Recipe recipe = sided.recipe();
        double images = fingerprint.train().total() * (double) recipe.schedule().epochs();
        double minutes = recipe.schedule().minutes();
        if (minutes == 0) {
            double each = recipe.network()
                            .describe(dataset.shape(), dataset.labelSet().size())
                            .multiplyAdds()
                    / (double) recipe.network().members();
            return new SideChoice.Cost(
                    side, images * each, EnsembleSize.budget(ports.networks().accelerated()), "multiply-adds");
        }
        var announcements = new RunAnnouncements(ports.progress(), ports.clock(), sided);
        var run = new TrainingRun(ports, announcements, dataset, sided, config);
        try {
            double step = run.stepSeconds(state, sample, UNTIMED_STEPS, TIMED_STEPS);
            double steps = images / Math.min(recipe.optimiser().batchSize(), sample.size());
            return new SideChoice.Cost(side, step * steps, EPOCHS_SHARE * minutes * 60, "s");
        } catch (RunInterruptedException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            // A smaller side may be trained still; of the smallest the run itself will say it.
            Looking.stopIfInterrupted();
            return SideChoice.Cost.failed(side, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
