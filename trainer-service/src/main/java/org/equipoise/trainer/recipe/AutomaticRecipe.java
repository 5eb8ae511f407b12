package org.equipoise.trainer.recipe;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

import org.equipoise.trainer.network.Capacity;
import org.equipoise.trainer.network.EnsembleSize;
import org.equipoise.trainer.network.NetworkDescription;

/** Chooses the settings from the dataset and from what was given, each with the number that decided. */
final class AutomaticRecipe {

    /** Images that a network may see, all epochs together. */
    private static final long IMAGES_PER_RUN = 45_000;

    private static final int FEWEST_EPOCHS = 12;
    private static final int MOST_EPOCHS = 60;

    /**
     * Where left and right carry no meaning: other, slide microscopy, general microscopy, photographs of the retina.
     */
    private static final Set<String> WITHOUT_LATERALITY = Set.of("OT", "SM", "GM", "OP");

    /** Where up and down carry none either. */
    private static final Set<String> WITHOUT_ORIENTATION = Set.of("SM", "GM", "OP");

    /**
     * Where an intensity depends on exposure, device or gain, and means nothing by itself: radiographs, ultrasound,
     * magnetic resonance, microscopy, photographs. In CT and nuclear medicine it is a measurement.
     */
    private static final Set<String> RELATIVE_INTENSITY =
            Set.of("CR", "DX", "MG", "RG", "RF", "XA", "US", "MR", "SM", "GM", "OP", "OPT", "ES", "XC");

    private AutomaticRecipe() {}

    /** @param given settings that replace these afterwards; what depends on them follows them here */
    static List<RecipeChoice> choices(DatasetFingerprint dataset, Map<String, String> given, boolean accelerator) {
        List<Long> counts = dataset.train().counts();
        long total = Math.max(1, dataset.train().total());
        Capacity capacity = Capacity.choose(dataset.shape(), counts.size(), total, accelerator);
        OptionalInt wide = capacity.wideEpochs(dataset.shape(), counts.size(), total);
        long fitting = wide.isPresent()
                ? wide.getAsInt()
                : Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, IMAGES_PER_RUN / total));
        String fits = wide.isPresent()
                ? "as often as about twenty minutes on two cores allow"
                : "towards " + IMAGES_PER_RUN + " in all; " + FEWEST_EPOCHS + " to " + MOST_EPOCHS + " epochs";
        int epochs = given(given, "epochs", (int) fitting);
        String modality = dataset.modality().toUpperCase(Locale.ROOT);
        boolean turns = WITHOUT_ORIENTATION.contains(modality);
        boolean flip = WITHOUT_LATERALITY.contains(modality);
        boolean relative = RELATIVE_INTENSITY.contains(modality);
        String intensities = relative
                ? "intensities of modality " + dataset.modality() + " depend on exposure and device"
                : "intensities of modality " + dataset.modality() + " may be measurements";
        NetworkDescription one = new Recipe.NetworkSettings(capacity.kind(), capacity.depth(), capacity.width(), 1, 0)
                .describe(dataset.shape(), counts.size());
        EnsembleSize ensemble = EnsembleSize.choose(one, total * epochs, accelerator);
        AutomaticBatch usual =
                AutomaticBatch.of(dataset.shape(), total, ensemble.members(), capacity.width());
        int batch = given(given, "batchSize", usual.images());
        String mild = "a mild warp makes more of few images without leaving what is plausible";
        String orientation = turns
                ? "up and down mean nothing in modality " + dataset.modality()
                : "up and down mean something in modality " + dataset.modality();
        AutomaticBalance balance = AutomaticBalance.of(dataset, batch, given);
        return PlainRecipe.but(List.of(
                new RecipeChoice("network", SettingRange.OneOf.wireName(capacity.kind()), capacity.reason()),
                new RecipeChoice("networkDepth", Integer.toString(capacity.depth()), capacity.reason()),
                new RecipeChoice("networkWidth", Integer.toString(capacity.width()), capacity.reason()),
                new RecipeChoice("ensembleMembers", Integer.toString(ensemble.members()), ensemble.reason()),
                new RecipeChoice("dropout", "0.3", "the usual value, against learning by heart"),
                new RecipeChoice("labelSmoothing", "0.05", "labels are never all right; answers stay less sure"),
                balance.sampling(),
                new RecipeChoice("horizontalFlip", Boolean.toString(flip), flipReason(dataset.modality(), flip)),
                new RecipeChoice("verticalFlip", Boolean.toString(turns), orientation),
                new RecipeChoice("rotationDegrees", turns ? "180" : "12", turns ? orientation : mild),
                new RecipeChoice("zoomFraction", "0.15", mild),
                new RecipeChoice("translationFraction", "0.12", mild),
                new RecipeChoice("gainFraction", relative ? "0.15" : "0", intensities),
                new RecipeChoice("biasFraction", relative ? "0.1" : "0", intensities),
                new RecipeChoice(
                        "optimiser", "adamw", "Adam with a pull towards small weights, against learning by heart"),
                new RecipeChoice("weightDecay", "0.01", "the usual value beside one-cycle"),
                new RecipeChoice("averageDecay", "0.98", "averaged weights answer steadier than the last ones"),
                new RecipeChoice("learningRate", "0.003", "one-cycle allows a peak of three times the usual step size"),
                new RecipeChoice("schedule", "one-cycle", "a short run must end with small steps"),
                new RecipeChoice("batchSize", Integer.toString(usual.images()), usual.reason()),
                new RecipeChoice(
                        "epochs",
                        Long.toString(fitting),
                        "each of " + total + " images " + fitting + " times, " + fits),
                new RecipeChoice("patience", Integer.toString(epochs), "one-cycle is best at its end"),
                balance.adjustment(),
                new RecipeChoice(
                        "symmetry",
                        symmetry(given(given, "horizontalFlip", flip), given(given, "verticalFlip", turns), turns),
                        "an answer averages over views that mean the same"),
                new RecipeChoice(
                        "calibration", "temperature", "answers are more sure after training than they are right"),
                new RecipeChoice(
                        "stopOn", "auc", "it moves less between epochs than a recall of few validation images does")));
    }

    /** A whole number that was given; what is none is refused when the recipe is read. */
    private static int given(Map<String, String> given, String key, int own) {
        try {
            return Math.max(
                    1,
                    Integer.parseInt(
                            given.getOrDefault(key, Integer.toString(own)).strip()));
        } catch (NumberFormatException e) {
            return own;
        }
    }

    private static boolean given(Map<String, String> given, String key, boolean own) {
        return Boolean.parseBoolean(
                given.getOrDefault(key, Boolean.toString(own)).strip());
    }

    /** Who says that left and right mean something says it of the answers too. */
    private static String symmetry(boolean leftRight, boolean upDown, boolean turns) {
        if (!leftRight) {
            return "none";
        }
        return upDown && turns ? "square" : "mirror";
    }

    private static String flipReason(String modality, boolean flip) {
        return flip
                ? "left and right mean nothing in modality " + modality
                : "left and right may mean something in modality " + modality;
    }
}
