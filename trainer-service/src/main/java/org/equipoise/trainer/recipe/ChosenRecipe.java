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

    /** Whether somebody asked for the value that a setting has. */
    public boolean given(String setting) {
        return choices.stream()
                .anyMatch(choice -> choice.setting().equals(setting)
                        && choice.reason().startsWith(RecipeBook.GIVEN));
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
