package org.equipoise.trainer.recipe;

import java.util.List;
import java.util.stream.Collectors;

import org.equipoise.common.augmentation.AugmentationLimits;
import org.equipoise.common.augmentation.AugmentationLimits.Limit;
import org.equipoise.common.words.Counted;

/** Whether images of a modality bear what a recipe does to them. */
public final class AugmentationCheck {

    /** Limits that a refusal gives the reasons of; the others are only counted. */
    private static final int MOST_SAID = 3;

    private AugmentationCheck() {}

    /**
     * Refuses what changes the class of an image, unless the recipe says that it is meant.
     *
     * @param modality DICOM's (0008,0060)
     * @throws InvalidRecipeException with the limits and their reasons
     */
    static void require(Recipe recipe, String modality) {
        List<Limit> exceeded = exceeded(recipe, modality);
        if (exceeded.isEmpty() || recipe.augmentationBound() == Recipe.AugmentationBound.NONE) {
            return;
        }
        String said = exceeded.stream()
                .limit(MOST_SAID)
                .map(limit -> asked(recipe, limit) + ", it must be " + allowed(limit) + ": " + limit.reason())
                .collect(Collectors.joining("; "));
        String more = exceeded.size() <= MOST_SAID
                ? ""
                : "; and " + Counted.of(exceeded.size() - MOST_SAID, "setting") + " more";
        throw new InvalidRecipeException("images of modality " + modality + " do not bear this augmentation: " + said
                + more + ". Where they do, augmentationLimits=none says so");
    }

    /** What was allowed beyond the limits of a modality, as a clause; empty where nothing was. */
    public static String remark(Recipe recipe, String modality) {
        List<Limit> exceeded = exceeded(recipe, modality);
        return exceeded.isEmpty()
                ? ""
                : "augmented beyond what images of modality " + modality + " bear: "
                        + exceeded.stream()
                                .map(limit -> asked(recipe, limit) + " instead of " + allowed(limit))
                                .collect(Collectors.joining(", "));
    }

    private static List<Limit> exceeded(Recipe recipe, String modality) {
        return AugmentationLimits.standard().exceeded(recipe.augmentation(), modality);
    }

    private static String asked(Recipe recipe, Limit limit) {
        double value = limit.transform().in(recipe.augmentation());
        return limit.transform().setting() + " is "
                + (limit.transform().isFlag() ? "true" : RecipeSettings.number(value));
    }

    private static String allowed(Limit limit) {
        return limit.transform().isFlag() ? "false" : "at most " + RecipeSettings.number(limit.most());
    }
}
