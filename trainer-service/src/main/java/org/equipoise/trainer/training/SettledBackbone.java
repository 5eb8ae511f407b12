package org.equipoise.trainer.training;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.network.NetworkKind;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.InvalidRecipeException;
import org.equipoise.trainer.recipe.NetworkSide;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.recipe.RecipeChoice;

/**
 * Says of a recipe which pretrained network it means, and what follows: a linear classifier has one best, which neither
 * epochs nor ensembles get nearer to. Whether a dataset is better off with a pretrained network nobody decides here:
 * {@link CompanionChoice} does, where the recipe leaves it open.
 */
final class SettledBackbone {

    private static final String ONE_BEST = "a linear classifier of what a pretrained network sees has one best";

    private static final String NO_COMPANION = "none";

    private static final String AS_IT_IS = "pretrained and left as it is: ";

    private SettledBackbone() {}

    /**
     * The recipe with its pretrained network by name, licence and hash.
     *
     * @throws InvalidRecipeException if it is not kept, or none or several are and none is named
     */
    static ChosenRecipe settle(ChosenRecipe chosen, FrozenNetworks networks) {
        Recipe recipe = chosen.recipe();
        if (recipe.network().kind() != NetworkKind.BACKBONE) {
            return companion(chosen, networks);
        }
        if (recipe.loss().name() == Recipe.LossName.FOCAL) {
            throw new InvalidRecipeException("loss", "focal", "cross-entropy or logit-adjusted with network=backbone");
        }
        Backbone backbone = named(recipe.network().backbone(), networks);
        Map<String, RecipeChoice> decided = new HashMap<>();
        decide(decided, "backbone", backbone.name(), AS_IT_IS + backbone.words());
        if (recipe.network().companion() != Recipe.Companion.NONE) {
            decide(decided, "companion", NO_COMPANION, "the pretrained network answers by itself");
        }
        decide(decided, "networkSide", NetworkSide.VERSION, "a pretrained network sees the version's images");
        decide(decided, "epochs", "1", ONE_BEST);
        decide(decided, "patience", "1", ONE_BEST);
        decide(decided, "ensembleMembers", "1", ONE_BEST);
        decide(decided, "learningRateSearch", "false", ONE_BEST);
        decide(decided, "labelSmoothing", "0.0", "a linear classifier is fitted to the labels as they are");
        decide(decided, "dropout", "0.0", "a linear classifier is held back by the pull of its weights towards 0");
        decide(decided, "classifierEpochs", "0", "the classifier is all that is trained");
        if (recipe.answers().symmetry() == Symmetry.SQUARE) {
            decide(decided, "symmetry", "mirror", "a pretrained network looks at 2 views of an image, at most");
        }
        decideSide(decided, chosen, backbone);
        return chosen.with(decided);
    }

    /** What is to be found out by the training images stays {@code auto}, as long as a network is kept. */
    private static ChosenRecipe companion(ChosenRecipe chosen, FrozenNetworks networks) {
        Recipe.NetworkSettings network = chosen.recipe().network();
        return switch (network.companion()) {
            case NONE -> chosen;
            case BACKBONE -> asked(chosen, named(network.backbone(), networks));
            case AUTO ->
                networks.all().isEmpty() ? without(chosen, "no pretrained network is kept" + add(networks)) : chosen;
        };
    }

    /** What to do where none can be used: a damaged one is a reason to fail only for who asks for it by name. */
    private static String add(FrozenNetworks networks) {
        List<String> damaged = networks.unreadable();
        return damaged.isEmpty()
                ? ": ./equipoise backbone add FILE"
                : " that can be read: delete what is damaged of " + String.join(", ", damaged) + " and add it again";
    }

    /** The recipe with the companion that it asks for. */
    private static ChosenRecipe asked(ChosenRecipe chosen, Backbone backbone) {
        Map<String, RecipeChoice> decided = new HashMap<>();
        decide(decided, "backbone", backbone.name(), AS_IT_IS + backbone.words());
        decideSide(decided, chosen, backbone);
        return chosen.with(decided);
    }

    /** The recipe with a companion that was chosen. */
    static ChosenRecipe with(ChosenRecipe chosen, Backbone backbone, int side, String why) {
        Map<String, RecipeChoice> decided = new HashMap<>();
        decide(decided, "backbone", backbone.name(), AS_IT_IS + backbone.words());
        decide(decided, "companion", "backbone", why);
        decide(decided, "backboneSide", Integer.toString(side), "see companion");
        return chosen.with(decided);
    }

    /** The recipe without one. */
    static ChosenRecipe without(ChosenRecipe chosen, String why) {
        return chosen.with(Map.of("companion", new RecipeChoice("companion", NO_COMPANION, why)));
    }

    /** The recipe with its companion in the place of the network that was to be trained. */
    static ChosenRecipe alone(ChosenRecipe chosen, String why, FrozenNetworks networks) {
        String tried = chosen.choices().stream()
                .filter(choice -> choice.setting().equals("companion"))
                .map(RecipeChoice::reason)
                .filter(reason -> !reason.isEmpty())
                .map(reason -> "; " + reason)
                .findFirst()
                .orElse("");
        return settle(
                chosen.withUnusedAugmentation("a pretrained network answers alone, which sees images as they are")
                        .with(Map.of("network", new RecipeChoice("network", "backbone", why + tried))),
                networks);
    }

    /** Where a network takes images of one side alone. */
    private static void decideSide(Map<String, RecipeChoice> decided, ChosenRecipe chosen, Backbone backbone) {
        Integer side = backbone.fixedSide();
        int asked = chosen.recipe().network().backboneSide();
        if (side == null || asked == side) {
            return;
        }
        if (chosen.given("backboneSide")) {
            throw new InvalidRecipeException(
                    "backboneSide",
                    Integer.toString(asked),
                    side + " or left out: the pretrained network takes no other");
        }
        decide(decided, "backboneSide", side.toString(), "the pretrained network takes no other");
    }

    private static void decide(Map<String, RecipeChoice> decided, String setting, String value, String why) {
        decided.put(setting, new RecipeChoice(setting, value, why));
    }

    /**
     * Refuses to go on with another network than a run began with: names are an operator's.
     *
     * @param choices that the run made
     * @throws RunFailedException if they say another hash
     */
    static void checkSame(List<RecipeChoice> choices, Backbone backbone) {
        choices.stream()
                .filter(choice -> choice.setting().equals("backbone"))
                .map(RecipeChoice::reason)
                .filter(reason -> reason.startsWith(AS_IT_IS) && !reason.contains(backbone.hash() + ", "))
                .findFirst()
                .ifPresent(reason -> {
                    throw new RunFailedException("the run began with " + reason.substring(AS_IT_IS.length())
                            + "; that name is now " + backbone.words() + ": train again");
                });
    }

    /**
     * The network that a recipe means.
     *
     * @throws RunFailedException if what is kept of it cannot be read
     */
    static Backbone named(String name, FrozenNetworks networks) {
        try {
            return found(name, networks);
        } catch (InvalidBackboneException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()));
        }
    }

    private static Backbone found(String name, FrozenNetworks networks) {
        if (!name.equals(Backbone.ONLY)) {
            return networks.find(name)
                    .orElseThrow(() -> new InvalidRecipeException("backbone", name, "one of " + names(networks.all())));
        }
        List<Backbone> all = networks.all();
        if (all.size() != 1) {
            throw new InvalidRecipeException("backbone", name, "one of " + names(all));
        }
        return all.get(0);
    }

    private static String names(List<Backbone> all) {
        return all.isEmpty()
                ? "those that are kept, and none is: ./equipoise backbone add FILE"
                : all.stream().map(Backbone::name).toList().toString();
    }
}
