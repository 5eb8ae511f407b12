package org.equipoise.trainer.recipe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import org.equipoise.common.augmentation.AugmentationLimits;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.network.Capacity;
import org.equipoise.trainer.network.EnsembleSize;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.NetworkKind;

/** Chooses the settings from the dataset and from what was given, each with the number that decided. */
final class AutomaticRecipe {

    /** Images that a network may see, all epochs together. */
    private static final long IMAGES_PER_RUN = 45_000;

    private static final int FEWEST_EPOCHS = 12;
    private static final int MOST_EPOCHS = 60;

    /**
     * Training and validation images, fewer than which are cross-validated. Of a thousand some hundred are for
     * validation: an accuracy of .9 has a standard error of .03 on them, as much as the choices are about.
     */
    private static final int CROSS_VALIDATED = 1000;

    private AutomaticRecipe() {}

    /** @param given settings that replace these afterwards; what depends on them follows them here */
    static List<RecipeChoice> choices(DatasetFingerprint dataset, Map<String, String> given, boolean accelerator) {
        List<Long> counts = dataset.train().counts();
        long total = Math.max(1, dataset.train().total());
        InputShape seen = seen(given, dataset.shape());
        Capacity capacity = Capacity.choose(seen, counts.size(), total, accelerator);
        OptionalInt wide = capacity.wideEpochs(seen, counts.size(), total);
        long fitting = wide.isPresent()
                ? wide.getAsInt()
                : Math.max(FEWEST_EPOCHS, Math.min(MOST_EPOCHS, IMAGES_PER_RUN / total));
        String fits = wide.isPresent()
                ? "as often as about twenty minutes on two cores allow"
                : "towards " + IMAGES_PER_RUN + " in all; " + FEWEST_EPOCHS + " to " + MOST_EPOCHS + " epochs";
        int epochs = given(given, "epochs", (int) fitting);
        AugmentationPolicy augmentation = AugmentationLimits.standard().automatic(dataset.modality());
        NetworkDescription one = new Recipe.NetworkSettings(capacity.kind(), capacity.depth(), capacity.width(), 1, 0)
                .describe(seen, counts.size());
        EnsembleSize ensemble = EnsembleSize.choose(one, total * epochs, accelerator);
        AutomaticBatch usual = AutomaticBatch.of(seen, total, ensemble.members(), capacity.width());
        int batch = given(given, "batchSize", usual.images());
        AutomaticBalance balance = AutomaticBalance.of(dataset, batch, given);
        List<RecipeChoice> choices = new ArrayList<>(augmentation(dataset.modality()));
        choices.addAll(List.of(
                new RecipeChoice("network", SettingRange.OneOf.wireName(capacity.kind()), capacity.reason()),
                new RecipeChoice("networkDepth", Integer.toString(capacity.depth()), capacity.reason()),
                new RecipeChoice("networkWidth", Integer.toString(capacity.width()), capacity.reason()),
                new RecipeChoice("ensembleMembers", Integer.toString(ensemble.members()), ensemble.reason()),
                new RecipeChoice(
                        "companion", "auto", "what a pretrained network sees is tried on folds of the training images"),
                NetworkSide.asTheyAre(dataset.shape())
                        .orElse(new RecipeChoice(
                                "networkSide", NetworkSide.AUTO, "the images' detail and the time decide")),
                new RecipeChoice("dropout", "0.3", "the usual value, against learning by heart"),
                new RecipeChoice("labelSmoothing", "0.05", "labels are never all right; answers stay less sure"),
                balance.sampling(),
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
                        symmetry(
                                given(given, "horizontalFlip", augmentation.horizontalFlip()),
                                given(given, "verticalFlip", augmentation.verticalFlip()),
                                augmentation.verticalFlip()),
                        "an answer averages over views that mean the same"),
                new RecipeChoice(
                        "calibration", "temperature", "answers are more sure after training than they are right"),
                new RecipeChoice(
                        "stopOn", "auc", "it moves less between epochs than a recall of few validation images does"),
                crossValidation(dataset, given, ensemble.members())));
        return PlainRecipe.but(choices);
    }

    /** What the network sees: what is given, else the usual side, until another one is found out. */
    private static InputShape seen(Map<String, String> given, InputShape images) {
        return new NetworkSide(
                        given.getOrDefault("networkSide", NetworkSide.AUTO).strip())
                .of(images);
    }

    /** A pretrained network alone has folds of its own, however many members another would have. */
    private static RecipeChoice crossValidation(DatasetFingerprint dataset, Map<String, String> given, int ensemble) {
        boolean alone =
                given.getOrDefault("network", "").strip().equals(SettingRange.OneOf.wireName(NetworkKind.BACKBONE));
        int members = given(given, "ensembleMembers", ensemble);
        long images = dataset.train().total() + dataset.validation().total();
        boolean few = images < CROSS_VALIDATED;
        int fewest = alone ? 0 : Recipe.ScheduleSettings.FEWEST_FOLDS;
        return new RecipeChoice(
                "crossValidation",
                Boolean.toString(few && members >= fewest),
                images + " training and validation images, " + (few ? "fewer than " : "at least ") + CROSS_VALIDATED
                        + (few && members < fewest
                                ? ", but fewer than " + fewest + " networks to leave out a fold each"
                                : ""));
    }

    /** As far as the table of modalities goes by itself, with its reasons. */
    private static List<RecipeChoice> augmentation(String modality) {
        return Arrays.stream(Transform.values())
                .map(transform -> AugmentationLimits.standard().of(modality, transform))
                .map(limit -> new RecipeChoice(
                        limit.transform().setting(),
                        limit.transform().isFlag()
                                ? Boolean.toString(limit.automatic() != 0)
                                : RecipeSettings.number(limit.automatic()),
                        "modality " + modality + ": " + limit.reason()))
                .toList();
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
}
