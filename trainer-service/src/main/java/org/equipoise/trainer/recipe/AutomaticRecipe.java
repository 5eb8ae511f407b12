package org.equipoise.trainer.recipe;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Chooses the settings from the dataset, each with the number that decided. */
final class AutomaticRecipe {

    /** The usual batch, and the one for datasets that would otherwise give too few steps an epoch. */
    private static final int BATCH = 64;

    private static final int SMALL_BATCH = 32;
    private static final int SMALL_DATASET = 2000;

    /** Images that a run may see, all epochs together: about a minute at 64 x 64 on two cores. */
    private static final long IMAGES_PER_RUN = 30_000;

    private static final int FEWEST_EPOCHS = 14;
    private static final int MOST_EPOCHS = 40;

    /** With fewer images of the rarest class in a batch, weights make its gradient a rare large jerk. */
    private static final double RAREST_PER_BATCH = 2;

    /** Where left and right carry no meaning: other, slide microscopy, general microscopy. */
    private static final Set<String> WITHOUT_LATERALITY = Set.of("OT", "SM", "GM");

    private AutomaticRecipe() {}

    static List<RecipeChoice> choices(DatasetFingerprint dataset) {
        List<Long> counts = dataset.train().counts();
        long total = Math.max(1, dataset.train().total());
        long rarest = Collections.min(counts);
        String name = dataset.labelSet().name(counts.indexOf(rarest));
        int batch = total < SMALL_DATASET ? SMALL_BATCH : BATCH;
        long epochs = Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, IMAGES_PER_RUN / total));
        double perBatch = batch * rarest / (double) total;
        boolean draw = perBatch < RAREST_PER_BATCH;
        String balance = String.format(
                Locale.ROOT,
                "\"%s\" has %d of %d training images, %.1f in a batch of %d on average, %s %.0f",
                name,
                rarest,
                total,
                perBatch,
                batch,
                draw ? "fewer than" : "at least",
                RAREST_PER_BATCH);
        boolean flip = WITHOUT_LATERALITY.contains(dataset.modality().toUpperCase(Locale.ROOT));
        String mild = "a mild warp makes more of few images without leaving what is plausible";
        return PlainRecipe.but(List.of(
                new RecipeChoice("classWeights", draw ? "none" : "balanced", balance),
                new RecipeChoice("sampling", draw ? "balanced" : "natural", balance),
                new RecipeChoice("horizontalFlip", Boolean.toString(flip), flipReason(dataset.modality(), flip)),
                new RecipeChoice("verticalFlip", "false", "upside-down images are not taken"),
                new RecipeChoice("rotationDegrees", "10", mild),
                new RecipeChoice("zoomFraction", "0.1", mild),
                new RecipeChoice("translationFraction", "0.08", mild),
                new RecipeChoice("dropout", "0.3", total + " training images are few for the dense layer"),
                new RecipeChoice(
                        "batchSize",
                        Integer.toString(batch),
                        batch == BATCH ? "the usual value" : total + " training images make few steps in an epoch"),
                new RecipeChoice("learningRate", "0.001", "Adam's usual step size"),
                new RecipeChoice(
                        "epochs",
                        Long.toString(epochs),
                        "about " + IMAGES_PER_RUN + " images in all, " + FEWEST_EPOCHS + " to " + MOST_EPOCHS
                                + " epochs"),
                new RecipeChoice(
                        "patience",
                        Long.toString(Math.max(4, epochs / 4)),
                        "a quarter of the epochs: a balanced score moves more from one to the next than accuracy does"),
                new RecipeChoice(
                        "stopOn",
                        "balanced-accuracy",
                        String.format(
                                Locale.ROOT,
                                "always answering one class would score %.3f in accuracy",
                                dataset.validation().majorityShare()))));
    }

    private static String flipReason(String modality, boolean flip) {
        return flip
                ? "left and right mean nothing in modality " + modality
                : "left and right may mean something in modality " + modality;
    }
}
