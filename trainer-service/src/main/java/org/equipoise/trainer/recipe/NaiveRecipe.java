package org.equipoise.trainer.recipe;

import java.util.List;

/**
 * The recipe that makes the mistake on purpose: every image counts the same and accuracy decides, so on imbalanced data
 * the majority class wins.
 */
final class NaiveRecipe {

    private static final String PLAIN = "the naive recipe does not balance";
    private static final String STILL = "the naive recipe does not augment";
    private static final String USUAL = "the usual value";

    private NaiveRecipe() {}

    static List<RecipeChoice> choices() {
        return List.of(
                new RecipeChoice("network", "article-cnn", USUAL),
                new RecipeChoice("loss", "cross-entropy", USUAL),
                new RecipeChoice("classWeights", "none", PLAIN),
                new RecipeChoice("sampling", "natural", PLAIN),
                new RecipeChoice("horizontalFlip", "false", STILL),
                new RecipeChoice("verticalFlip", "false", STILL),
                new RecipeChoice("rotationDegrees", "0", STILL),
                new RecipeChoice("zoomFraction", "0", STILL),
                new RecipeChoice("translationFraction", "0", STILL),
                new RecipeChoice("dropout", "0", "the naive recipe does not regularise"),
                new RecipeChoice("batchSize", "64", USUAL),
                new RecipeChoice("learningRate", "0.001", USUAL),
                new RecipeChoice("epochs", "6", "the naive recipe stops early"),
                new RecipeChoice("patience", "2", "the naive recipe stops early"),
                new RecipeChoice("stopOn", "accuracy", "the naive recipe looks at accuracy alone"));
    }
}
