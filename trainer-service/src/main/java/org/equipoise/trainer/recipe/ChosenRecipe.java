package org.equipoise.trainer.recipe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.Transform;

/**
 * A recipe with the reasons of its settings.
 *
 * @param name {@code naive}, {@code auto} or {@code custom}
 * @param choices one entry per setting, in {@link Recipe#settings} order
 */
public record ChosenRecipe(String name, Recipe recipe, List<RecipeChoice> choices) {

    private static final String LIMITS = "augmentationLimits";

    public ChosenRecipe {
        choices = List.copyOf(choices);
    }

    /** What a reader has to know: what somebody asked for, and what is not as it usually is. */
    public List<RecipeChoice> notable() {
        return choices.stream()
                .filter(choice -> choice.reason().startsWith(RecipeBook.GIVEN)
                        || !RecipeTable.isUsual(choice.setting(), choice.value()))
                .toList();
    }

    /** The choice of a setting. */
    public RecipeChoice choice(String setting) {
        return choices.stream()
                .filter(choice -> choice.setting().equals(setting))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no setting is named " + setting));
    }

    /** Whether somebody asked for a setting's value. */
    public boolean given(String setting) {
        return choice(setting).reason().startsWith(RecipeBook.GIVEN);
    }

    /** The same where no image is augmented after all: whatever was said of its augmentation is replaced. */
    public ChosenRecipe withUnusedAugmentation(String why) {
        Map<String, RecipeChoice> said = new HashMap<>();
        for (Transform transform : Transform.values()) {
            if (transform.in(recipe.augmentation()) != 0) {
                said.put(transform.setting(), unused(transform.setting(), why));
            }
        }
        said.put(LIMITS, unused(LIMITS, why));
        return with(said);
    }

    private RecipeChoice unused(String setting, String why) {
        String words = "not used: " + why;
        return new RecipeChoice(
                setting, choice(setting).value(), given(setting) ? RecipeBook.GIVEN + ", " + words : words);
    }

    /** The same with some settings decided otherwise, by name. */
    public ChosenRecipe with(Map<String, RecipeChoice> decided) {
        return RecipeBook.replay(
                name,
                choices.stream()
                        .map(choice -> decided.getOrDefault(choice.setting(), choice))
                        .toList());
    }
}
