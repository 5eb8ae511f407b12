package org.equipoise.trainer.recipe;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How the automatic recipe balances the classes: once. What was given by hand comes first, and nothing is added to it.
 *
 * @param sampling {@code balanced} or {@code natural}
 * @param adjustment of the answers
 */
record AutomaticBalance(RecipeChoice sampling, RecipeChoice adjustment) {

    /** With fewer images of the rarest class in a batch, most steps would not see it. */
    private static final double RAREST_PER_BATCH = 2;

    private static final String BALANCED = "balanced";

    /**
     * @param batch images in a training step
     * @param given settings that replace the recipe's own, by name; values that cannot be read are refused later
     */
    static AutomaticBalance of(DatasetFingerprint dataset, int batch, Map<String, String> given) {
        RecipeChoice sampling = sampling(dataset, batch, given);
        return new AutomaticBalance(
                sampling, adjustment(sampling, given, dataset.train().counts().size()));
    }

    private static RecipeChoice sampling(DatasetFingerprint dataset, int batch, Map<String, String> given) {
        String own = given.get("sampling");
        if (own != null) {
            return new RecipeChoice("sampling", own.strip(), "asked for");
        }
        String other = Corrections.given(given, "classWeights", "loss", "classifierEpochs", "answerAdjustment");
        if (!other.isEmpty()) {
            return new RecipeChoice("sampling", "natural", other + " was asked for; one correction is enough");
        }
        List<Long> counts = dataset.train().counts();
        long rarest = Collections.min(counts);
        double perBatch = batch * rarest / (double) Math.max(1, dataset.train().total());
        boolean draw = perBatch < RAREST_PER_BATCH;
        return new RecipeChoice(
                "sampling",
                draw ? BALANCED : "natural",
                String.format(
                        Locale.ROOT,
                        "\"%s\" has %d of %d training images, %.1f in a batch of %d on average, %s %.0f",
                        dataset.labelSet().name(counts.indexOf(rarest)),
                        rarest,
                        dataset.train().total(),
                        perBatch,
                        batch,
                        draw ? "fewer than" : "at least",
                        RAREST_PER_BATCH));
    }

    /**
     * A full adjustment would be right for answers that are probabilities. Answers of networks that were trained with
     * smoothed labels and stopped early lie closer together, so less of it is enough.
     */
    private static RecipeChoice adjustment(RecipeChoice sampling, Map<String, String> given, int classes) {
        String prevalence = Corrections.given(given, "prevalence");
        String aim = Corrections.given(given, "aim");
        String other = Corrections.given(given, "classWeights", "loss", "classifierEpochs");
        if (!aim.isEmpty()) {
            return none(aim + " chooses it on the validation split");
        }
        if (!prevalence.isEmpty()) {
            return none("the prevalence takes its place");
        }
        if (sampling.value().equals(BALANCED)) {
            return none("the classes are drawn evenly already");
        }
        if (!sampling.value().equals("natural")) {
            return none("sampling=" + sampling.value() + " was asked for; one correction is enough");
        }
        if (!other.isEmpty()) {
            return none(other + " was asked for; one correction is enough");
        }
        return classes == 2
                ? new RecipeChoice(
                        "answerAdjustment",
                        "0.5",
                        "half of the way to even classes: smoothed labels keep logits close, a whole one overshoots")
                : new RecipeChoice(
                        "answerAdjustment",
                        "0.25",
                        "a quarter of the way to even classes: between accuracy and balanced accuracy");
    }

    private static RecipeChoice none(String reason) {
        return new RecipeChoice("answerAdjustment", "0", reason);
    }
}
