package org.equipoise.trainer.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every setting at a value that does nothing, or that is usual; the other recipes say where they differ and why. */
final class PlainRecipe {

    private PlainRecipe() {}

    /** In {@link Recipe#settings} order. */
    static List<RecipeChoice> choices() {
        return RecipeTable.settings().stream()
                .map(setting -> new RecipeChoice(setting.name(), setting.usual(), setting.why()))
                .toList();
    }

    /** With some settings replaced. */
    static List<RecipeChoice> but(List<RecipeChoice> replaced) {
        Map<String, RecipeChoice> all = new LinkedHashMap<>();
        choices().forEach(choice -> all.put(choice.setting(), choice));
        replaced.forEach(choice -> all.put(choice.setting(), choice));
        return new ArrayList<>(all.values());
    }
}
