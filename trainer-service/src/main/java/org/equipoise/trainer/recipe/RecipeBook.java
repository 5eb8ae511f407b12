package org.equipoise.trainer.recipe;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.common.events.ShardRequested.Sampling;

/** The recipes by name, and what may be changed about them. */
public final class RecipeBook {

    /** Every recipe, by the name that a request says. */
    public static final List<String> NAMES = List.of("naive", "auto", "custom");

    static final String GIVEN = "asked for";

    /** In {@link Recipe#settings} order. */
    static final List<String> SETTINGS =
            RecipeTable.settings().stream().map(RecipeSetting::name).toList();

    /** Settings that are found out before the side is. */
    private static final List<String> FOUND_OUT = List.of("companion", "backbone", "backboneSide");

    /** Bytes of a batch that a recipe chooses: an augment service makes no larger shard, unless it is told to. */
    private static final int MOST_BATCH_BYTES = 32 << 20;

    private RecipeBook() {}

    /**
     * The recipe of this name for this dataset, with some settings replaced. What the automatic recipe derives follows
     * what is given. A recipe that corrects for the classes' shares more than once is taken, and its reasons say so.
     *
     * @param name {@code naive}, {@code auto}, or {@code custom}, in which what is not given does nothing or is usual
     * @param given settings that replace the recipe's own, by name
     * @param accelerated whether a GPU computes
     * @throws InvalidRecipeException if the name or a key is unknown, a value is impossible, images of the dataset's
     *     modality do not bear the augmentation, or its classes have no room for the quota
     */
    public static ChosenRecipe choose(
            String name, Map<String, String> given, DatasetFingerprint dataset, boolean accelerated) {
        checkSettings(given);
        Map<String, RecipeChoice> choices = new LinkedHashMap<>();
        for (RecipeChoice choice : own(name, given, dataset, accelerated)) {
            choices.put(choice.setting(), choice);
        }
        choices.computeIfPresent("batchSize", (key, choice) -> fitting(choice, dataset));
        for (String key : SETTINGS) {
            String value = given.get(key);
            if (value != null) {
                choices.put(key, new RecipeChoice(key, value, GIVEN));
            }
        }
        Map<String, String> values = new LinkedHashMap<>();
        choices.forEach((key, choice) -> values.put(key, choice.value()));
        Recipe recipe = new RecipeSettings(values).recipe();
        AugmentationCheck.require(recipe, dataset.modality());
        if (given.containsKey("networkSide")) {
            requireSide(recipe, dataset);
        }
        requireQuota(recipe, dataset);
        // As the recipe writes them, so that "1e-3" and "0.001" are the same setting everywhere.
        Map<String, String> written = recipe.settings();
        Map<String, String> remarks = new HashMap<>(Corrections.remarks(recipe));
        String beyond = AugmentationCheck.remark(recipe, dataset.modality());
        if (!beyond.isEmpty()) {
            remarks.put("augmentationLimits", beyond);
        }
        List<RecipeChoice> reasons = written.entrySet().stream()
                .map(e -> new RecipeChoice(
                        e.getKey(),
                        e.getValue(),
                        choices.getOrDefault(e.getKey(), new RecipeChoice(e.getKey(), e.getValue(), GIVEN))
                                .because(remarks.get(e.getKey()))
                                .reason()))
                .toList();
        return new ChosenRecipe(name, recipe, reasons);
    }

    /**
     * A recipe whose network sees the images at a side that was found out. What a recipe derives from the size of what
     * its network sees is derived anew; what was found out about a pretrained network stays.
     *
     * @param given what was asked for, as in {@link #choose}
     */
    public static ChosenRecipe at(
            ChosenRecipe open,
            RecipeChoice side,
            Map<String, String> given,
            DatasetFingerprint dataset,
            boolean accelerated) {
        Map<String, String> settled = new HashMap<>(given);
        settled.put(side.setting(), side.value());
        Map<String, RecipeChoice> stays = new HashMap<>();
        FOUND_OUT.forEach(setting -> stays.put(setting, open.choice(setting)));
        stays.put(side.setting(), side);
        return choose(open.name(), settled, dataset, accelerated).with(stays);
    }

    /**
     * Whether a recipe could be asked for, whatever the dataset.
     *
     * @throws InvalidRecipeException if the name or a setting is unknown, or a value out of its range
     */
    public static void check(String name, Map<String, String> given) {
        if (!NAMES.contains(name)) {
            throw unknown(name);
        }
        checkSettings(given);
    }

    private static void checkSettings(Map<String, String> given) {
        new TreeMap<>(given).forEach(RecipeTable::require);
        AimConflicts.check(given);
    }

    private static InvalidRecipeException unknown(String name) {
        return new InvalidRecipeException("recipe \"" + name + "\" is unknown, there are " + String.join(", ", NAMES));
    }

    /** Images are made smaller, never larger. */
    private static void requireSide(Recipe recipe, DatasetFingerprint dataset) {
        int longer = NetworkSide.longer(dataset.shape());
        recipe.network().side().pixels().ifPresent(side -> {
            if (side > longer) {
                throw new InvalidRecipeException(
                        "networkSide",
                        Integer.toString(side),
                        "at most " + longer + ", the longer side of the version's images");
            }
        });
    }

    /** A quota may be more than the classes have room for, or meet one without images. */
    private static void requireQuota(Recipe recipe, DatasetFingerprint dataset) {
        if (recipe.balance().sampling() != Sampling.MINORITY_QUOTA) {
            return;
        }
        try {
            recipe.balance().drawn().shares(dataset.train().counts());
        } catch (IllegalArgumentException e) {
            throw new InvalidRecipeException("sampling=minority-quota cannot be drawn: " + e.getMessage());
        }
    }

    /** No recipe chooses a batch that the images do not fill or no shard holds; what a person asks for is refused. */
    private static RecipeChoice fitting(RecipeChoice batch, DatasetFingerprint dataset) {
        long images = Math.max(1, dataset.train().total());
        long held = Math.max(1, MOST_BATCH_BYTES / dataset.imageBytes());
        if (Long.parseLong(batch.value()) <= Math.min(images, held)) {
            return batch;
        }
        return images <= held
                ? new RecipeChoice(
                        batch.setting(),
                        Long.toString(images),
                        "all of the " + dataset.train().total() + " training images at once")
                : new RecipeChoice(
                        batch.setting(),
                        Long.toString(held),
                        "as many images of " + dataset.imageBytes() + " bytes as a shard holds");
    }

    /**
     * A recipe whose choices were made before, e.g. by a run that goes on. What an older release did not know does
     * nothing, and what it allowed is allowed.
     */
    public static ChosenRecipe replay(String name, List<RecipeChoice> choices) {
        List<RecipeChoice> all = PlainRecipe.but(choices);
        Map<String, String> values = new LinkedHashMap<>();
        all.forEach(choice -> values.put(choice.setting(), choice.value()));
        return new ChosenRecipe(name, new RecipeSettings(values).recipe(), all);
    }

    private static List<RecipeChoice> own(
            String name, Map<String, String> given, DatasetFingerprint dataset, boolean accelerated) {
        return switch (name) {
            case "naive" -> NaiveRecipe.choices(dataset.shape());
            case "auto" -> AutomaticRecipe.choices(dataset, given, accelerated);
            case "custom" -> PlainRecipe.but(List.of(NetworkSide.usual(dataset.shape())));
            default -> throw unknown(name);
        };
    }
}
