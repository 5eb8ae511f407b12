package org.equipoise.trainer.recipe;

import java.util.List;
import java.util.Map;

/**
 * A recipe with the reasons of its settings.
 *
 * @param name {@code naive}, {@code auto} or {@code custom}
 * @param choices one entry per setting, in {@link Recipe#settings} order
 */
public record ChosenRecipe(String name, Recipe recipe, List<RecipeChoice> choices) {

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

    /** The same with some settings decided otherwise, by name. */
    public ChosenRecipe with(Map<String, RecipeChoice> decided) {
        return RecipeBook.replay(
                name,
                choices.stream()
                        .map(choice -> decided.getOrDefault(choice.setting(), choice))
                        .toList());
    }
}
