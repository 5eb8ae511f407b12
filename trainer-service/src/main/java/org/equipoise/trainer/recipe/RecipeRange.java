package org.equipoise.trainer.recipe;

import java.util.List;

/** Refuses settings outside their range. */
final class RecipeRange {

    private RecipeRange() {}

    static void check(String name, double value, double lowest, double highest) {
        if (!(value >= lowest && value <= highest)) {
            throw new InvalidRecipeException(
                    name,
                    RecipeSettings.number(value),
                    "a number from " + RecipeSettings.number(lowest) + " to " + RecipeSettings.number(highest));
        }
    }

    static void among(String name, int value, List<Integer> allowed) {
        if (!allowed.contains(value)) {
            throw new InvalidRecipeException(name, Integer.toString(value), "one of " + allowed);
        }
    }
}
