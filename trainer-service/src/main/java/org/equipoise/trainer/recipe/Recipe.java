package org.equipoise.trainer.recipe;

import java.util.LinkedHashMap;
import java.util.Map;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.ShardRequested.Sampling;

/**
 * Everything a run may be told, each setting within its range.
 *
 * @param network which network is trained
 * @param loss what is minimised
 * @param classWeights how the classes count in the loss, in training and in validation
 * @param sampling how an epoch is drawn
 * @param augmentation what is done to a training image
 * @param dropout fraction of the dense layer's units left out in a training step, in [0, 0.9]
 * @param batchSize images in a training step, 1 to 1024
 * @param learningRate Adam's step size, in [1e-6, 1]
 * @param epochs most epochs, 1 to 1000
 * @param patience epochs without an improvement after which the run stops, 1 to 1000
 * @param stopOn what counts as an improvement on the validation split
 */
public record Recipe(
        NetworkName network,
        LossName loss,
        ClassWeighting classWeights,
        Sampling sampling,
        AugmentationPolicy augmentation,
        double dropout,
        int batchSize,
        double learningRate,
        int epochs,
        int patience,
        StopCriterion stopOn) {

    /** The networks that can be trained. */
    public enum NetworkName {
        /** Two convolutions with pooling and a dense layer of 128 units. */
        ARTICLE_CNN
    }

    /** The losses that can be minimised. */
    public enum LossName {
        /** Softmax cross-entropy, each image with the weight of its class. */
        CROSS_ENTROPY
    }

    /** How the classes count in the loss. */
    public enum ClassWeighting {
        /** Every image counts the same. */
        NONE,
        /** An image of class k counts {@code N / (K * n_k)}. */
        BALANCED
    }

    /** What must improve. */
    public enum StopCriterion {
        /** Fraction answered right; blind to a lost class. */
        ACCURACY,
        /** Mean of the recalls. */
        BALANCED_ACCURACY
    }

    public Recipe {
        range("dropout", dropout, 0, 0.9);
        range("batchSize", batchSize, 1, 1024);
        range("learningRate", learningRate, 1e-6, 1);
        range("epochs", epochs, 1, 1000);
        range("patience", patience, 1, 1000);
    }

    /** Every setting by its name, in a fixed order, as a custom recipe is written. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("network", RecipeSettings.wireName(network));
        settings.put("loss", RecipeSettings.wireName(loss));
        settings.put("classWeights", RecipeSettings.wireName(classWeights));
        settings.put("sampling", RecipeSettings.wireName(sampling));
        settings.put("horizontalFlip", Boolean.toString(augmentation.horizontalFlip()));
        settings.put("verticalFlip", Boolean.toString(augmentation.verticalFlip()));
        settings.put("rotationDegrees", Double.toString(augmentation.rotationDegrees()));
        settings.put("zoomFraction", Double.toString(augmentation.zoomFraction()));
        settings.put("translationFraction", Double.toString(augmentation.translationFraction()));
        settings.put("dropout", Double.toString(dropout));
        settings.put("batchSize", Integer.toString(batchSize));
        settings.put("learningRate", Double.toString(learningRate));
        settings.put("epochs", Integer.toString(epochs));
        settings.put("patience", Integer.toString(patience));
        settings.put("stopOn", RecipeSettings.wireName(stopOn));
        return settings;
    }

    private static void range(String name, double value, double lowest, double highest) {
        if (!(value >= lowest && value <= highest)) {
            throw new InvalidRecipeException(
                    name,
                    RecipeSettings.number(value),
                    "a number from " + RecipeSettings.number(lowest) + " to " + RecipeSettings.number(highest));
        }
    }
}
