package org.equipoise.trainer.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every setting at a value that does nothing, or that is usual; the other recipes say where they differ and why. */
final class PlainRecipe {

    private static final String USUAL = "the usual value";
    private static final String OFF = "not used";
    private static final String UNREAD = "read only where it is used";

    private PlainRecipe() {}

    /** In {@link Recipe#settings} order. */
    static List<RecipeChoice> choices() {
        return List.of(
                new RecipeChoice("network", "article-cnn", USUAL),
                new RecipeChoice("networkDepth", "8", UNREAD),
                new RecipeChoice("networkWidth", "16", UNREAD),
                new RecipeChoice("ensembleMembers", "1", OFF),
                new RecipeChoice("dropout", "0", OFF),
                new RecipeChoice("loss", "cross-entropy", USUAL),
                new RecipeChoice("labelSmoothing", "0", OFF),
                new RecipeChoice("focalGamma", "2", UNREAD),
                new RecipeChoice("lossAdjustment", "1", UNREAD),
                new RecipeChoice("classWeights", "none", OFF),
                new RecipeChoice("effectiveNumberBeta", "0.999", UNREAD),
                new RecipeChoice("reweightFrom", "0", OFF),
                new RecipeChoice("sampling", "natural", USUAL),
                new RecipeChoice("classifierEpochs", "0", OFF),
                new RecipeChoice("horizontalFlip", "false", OFF),
                new RecipeChoice("verticalFlip", "false", OFF),
                new RecipeChoice("rotationDegrees", "0", OFF),
                new RecipeChoice("zoomFraction", "0", OFF),
                new RecipeChoice("translationFraction", "0", OFF),
                new RecipeChoice("gainFraction", "0", OFF),
                new RecipeChoice("biasFraction", "0", OFF),
                new RecipeChoice("optimiser", "adam", USUAL),
                new RecipeChoice("weightDecay", "0", OFF),
                new RecipeChoice("momentum", "0.9", UNREAD),
                new RecipeChoice("clipNorm", "0", OFF),
                new RecipeChoice("averageDecay", "0", OFF),
                new RecipeChoice("batchSize", "64", USUAL),
                new RecipeChoice("learningRate", "0.001", "Adam's usual step size"),
                new RecipeChoice("learningRateSearch", "false", OFF),
                new RecipeChoice("schedule", "constant", USUAL),
                new RecipeChoice("warmUp", "0", OFF),
                new RecipeChoice("epochs", "20", USUAL),
                new RecipeChoice("patience", "5", USUAL),
                new RecipeChoice("minutes", "0", "no limit was given"),
                new RecipeChoice("stopOn", "balanced-accuracy", USUAL),
                new RecipeChoice("answerAdjustment", "0", OFF),
                new RecipeChoice("prevalence", "none", "nobody said where the model will answer"),
                new RecipeChoice("symmetry", "none", OFF),
                new RecipeChoice("calibration", "none", OFF));
    }

    /** With some settings replaced. */
    static List<RecipeChoice> but(List<RecipeChoice> replaced) {
        Map<String, RecipeChoice> all = new LinkedHashMap<>();
        choices().forEach(choice -> all.put(choice.setting(), choice));
        replaced.forEach(choice -> all.put(choice.setting(), choice));
        return new ArrayList<>(all.values());
    }
}
