package org.equipoise.trainer.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.equipoise.common.events.AugmentationPolicy.MixupPartner;
import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.events.Transform;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.NetworkKind;
import org.equipoise.trainer.network.ResidualPlan;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.optimisation.LearningRateSchedule;
import org.equipoise.trainer.optimisation.Optimiser;
import org.equipoise.trainer.recipe.Recipe.AugmentationBound;
import org.equipoise.trainer.recipe.Recipe.Calibration;
import org.equipoise.trainer.recipe.Recipe.ClassWeighting;
import org.equipoise.trainer.recipe.Recipe.Companion;
import org.equipoise.trainer.recipe.Recipe.LossName;
import org.equipoise.trainer.recipe.Recipe.StopCriterion;
import org.equipoise.trainer.recipe.SettingRange.Costs;
import org.equipoise.trainer.recipe.SettingRange.Decimal;
import org.equipoise.trainer.recipe.SettingRange.Name;
import org.equipoise.trainer.recipe.SettingRange.OneOf;
import org.equipoise.trainer.recipe.SettingRange.Replanned;
import org.equipoise.trainer.recipe.SettingRange.Shares;
import org.equipoise.trainer.recipe.SettingRange.Side;
import org.equipoise.trainer.recipe.SettingRange.Sought;
import org.equipoise.trainer.recipe.SettingRange.Whole;

/**
 * Every setting there is. What is read, checked, answered over HTTP and written in {@code docs/recipes.md} follows from
 * here.
 */
public final class RecipeTable {

    private static final String USUAL = "the usual value";
    private static final String OFF = "not used";

    /** Why a setting that only another one reads has a value. */
    static final String UNREAD = "read only where it is used";

    private static final List<RecipeSetting> SETTINGS = List.of(
            set("network", OneOf.of(NetworkKind.class), "article-cnn", USUAL, "see below"),
            set("networkDepth", OneOf.of(ResidualPlan.DEPTHS), "8", UNREAD, "of residual"),
            set("networkWidth", OneOf.of(ResidualPlan.WIDTHS), "16", UNREAD, "of residual"),
            set(
                    "ensembleMembers",
                    new Whole(1, NetworkDescription.MOST_MEMBERS),
                    "1",
                    OFF,
                    "networks that are trained side by side and answer together"),
            set(
                    "networkSide",
                    new Side(),
                    NetworkSide.VERSION,
                    "the images as their version has them",
                    "pixels of the longer side that the network which is trained sees, at most the version's; a pretrained"
                            + " one sees the version's. auto: as the images' detail and the time say"),
            set("dropout", new Decimal(0, 0.9), "0", OFF, "of the units before the classifier"),
            set(
                    "backbone",
                    new Name(),
                    "only",
                    UNREAD,
                    "of backbone: a pretrained network; only for the only one there is"),
            set(
                    "backboneSide",
                    new Whole(32, 320),
                    "112",
                    UNREAD,
                    "of backbone: pixels that its images are resized to"),
            set(
                    "companion",
                    OneOf.of(Companion.class),
                    "none",
                    OFF,
                    "backbone: a classifier of what the pretrained network sees answers together with the network that is"
                            + " trained; auto: where one is kept that sees something in the training images"),
            set(
                    "loss",
                    OneOf.of(LossName.class),
                    "cross-entropy",
                    USUAL,
                    "logit-adjusted adds tau log(prior_k) to the logits"),
            set("labelSmoothing", new Decimal(0, 0.5), "0", OFF, "of the target spread over all classes"),
            set("focalGamma", new Decimal(0, 10), "2", UNREAD, "of focal"),
            set("lossAdjustment", new Decimal(0, 4), "1", UNREAD, "tau, of logit-adjusted"),
            set(
                    "classWeights",
                    OneOf.of(ClassWeighting.class),
                    "none",
                    OFF,
                    "balanced counts an image of class k N / (K n_k)"),
            set("effectiveNumberBeta", new Decimal(0, 0.99999), "0.999", UNREAD, "of effective-number"),
            set(
                    "reweightFrom",
                    new Decimal(0, 0.99),
                    "0",
                    OFF,
                    "fraction of the epochs before the weights count (deferred re-weighting, Cao et al. 2019)"),
            set(
                    "sampling",
                    OneOf.of(Sampling.class),
                    "natural",
                    USUAL,
                    "every image once an epoch; every class equally often; by the root of its images, or by their"
                            + " effective number; or no class below minorityShare"),
            set(
                    "minorityShare",
                    new Decimal(0.001, 0.5),
                    "0.1",
                    UNREAD,
                    "of an epoch for each class, of minority-quota"),
            set(
                    "mostRepeats",
                    new Whole(1, 1000),
                    "10",
                    UNREAD,
                    "times that an epoch may draw one image for its sake, of minority-quota"),
            set(
                    "classifierEpochs",
                    new Whole(0, 1000),
                    "0",
                    OFF,
                    "last epochs, which train the classifier alone, anew, on balanced samples (cRT, Kang et al. 2020)"),
            set(Transform.HORIZONTAL_FLIP, ""),
            set(Transform.VERTICAL_FLIP, ""),
            set(Transform.ROTATION, "either way"),
            set(Transform.ZOOM, "either way"),
            set(Transform.TRANSLATION, "of a side"),
            set(Transform.SHEAR, "either way, pixels to the side per pixel of height"),
            set(Transform.ELASTIC, "of a side, no point is moved further by a smooth bend; nothing folds over"),
            set(Transform.BLUR, "of the shorter side, the largest standard deviation of a Gaussian"),
            set(Transform.GAMMA, "every intensity, from 0 to 1, to the power of 1 / (1 + g) to 1 + g"),
            set(Transform.GAIN, "every intensity times 1 - g to 1 + g"),
            set(Transform.BIAS, "of the full scale, added or taken away"),
            set(Transform.SHOT_NOISE, "of the full scale, the largest standard deviation of Poisson noise there"),
            set(Transform.NOISE, "of the full scale, the largest standard deviation of Gaussian noise"),
            set(Transform.CUTOUT, "of the area, covered at most by a rectangle of the image's mean"),
            set(
                    Transform.MIXUP,
                    "alpha of the Beta(alpha, alpha) that the share of a second image is drawn from, which is mixed in"
                            + " with its label (Zhang et al. 2018)"),
            set(
                    "mixupPartner",
                    OneOf.of(MixupPartner.class),
                    "any",
                    UNREAD,
                    "of mixup: the second image is drawn as the epoch is, or every class equally often"),
            set(
                    "augmentationLimits",
                    OneOf.of(AugmentationBound.class),
                    "modality",
                    USUAL,
                    "modality refuses what the images' modality does not bear; none allows it, and the card says so"),
            set("optimiser", OneOf.of(Optimiser.Algorithm.class), "adam", USUAL, "sgd with Nesterov's momentum"),
            set("weightDecay", new Decimal(0, 1), "0", OFF, "of kernels; of adamw and sgd"),
            set("momentum", new Decimal(0, Optimiser.LARGEST_MOMENTUM), "0.9", UNREAD, "of sgd"),
            set("clipNorm", new Decimal(0, 1000), "0", OFF, "greatest length of a step's gradient, 0 for any"),
            set(
                    "averageDecay",
                    new Decimal(0, 0.9999),
                    "0",
                    OFF,
                    "of the weights' moving averages, which then answer; 0 for none"),
            set("batchSize", new Whole(1, 1024), "64", USUAL, "images in a training step"),
            set("learningRate", new Decimal(1e-6, 1), "0.001", "Adam's usual step size", "the largest step size"),
            set(
                    "learningRateSearch",
                    OneOf.flag(),
                    "false",
                    OFF,
                    "a range test before the first epoch; it falls back to learningRate and says so where its curve is"
                            + " flat or noisy"),
            set("schedule", OneOf.of(LearningRateSchedule.Shape.class), "constant", USUAL, ""),
            set("warmUp", new Decimal(0, 0.5), "0", OFF, "of the steps; one-cycle has its own"),
            set("epochs", new Whole(1, 1000), "20", USUAL, "at most"),
            set("patience", new Whole(1, 1000), "5", USUAL, "epochs without improvement"),
            set(
                    "minutes",
                    new Decimal(0, 10_080),
                    "0",
                    "no limit was given",
                    "0 for any. A few steps are timed first, and as many ensemble members, then epochs, planned as"
                            + " fit; after each epoch the epochs are planned anew; never more than the recipe has."
                            + " --minutes sets it"),
            set(
                    "epochsReplanned",
                    new Replanned(),
                    "none",
                    "nothing was planned anew",
                    "written by a run whose minutes were planned anew on the way, so that a replay repeats it: the epochs"
                            + " planned first, then after:epochs; the last is epochs"),
            set("stopOn", OneOf.of(StopCriterion.class), "balanced-accuracy", USUAL, "on the validation split"),
            set(
                    "crossValidation",
                    OneOf.flag(),
                    "false",
                    OFF,
                    "each of at least 3 ensemble members leaves out a fold of the training split, and answers it: what"
                            + " is chosen on the validation split is chosen on those answers, too"),
            set(
                    "answerAdjustment",
                    new Decimal(0, 4),
                    "0",
                    OFF,
                    "tau, of the post-hoc logit adjustment - tau log(share_k), with the shares that the answers"
                            + " assume, see below"),
            set(
                    "prevalence",
                    new Shares(),
                    "none",
                    "nobody said where the model will answer",
                    "the shares where the model will answer, e.g. 0.9,0.08,0.02; takes the place of answerAdjustment"),
            set(
                    "aim",
                    OneOf.of(AnswerAim.class),
                    "none",
                    "nobody said what the answers are for",
                    "what the answers' way back from even classes to the training prevalence is chosen for, on the"
                            + " validation split; none chooses nothing. Not together with answerAdjustment or prevalence."
                            + " --aim sets it"),
            set("aimCosts", new Costs(), CostMatrix.NONE, UNREAD, "of cost, e.g. 0,1;5,0; --aim cost FILE sets it"),
            set(
                    "aimFinds",
                    new Sought(),
                    SoughtClass.NONE,
                    UNREAD,
                    "of sensitivity; --aim sensitivity CLASS@SPECIFICITY sets it"),
            set(
                    "symmetry",
                    OneOf.of(Symmetry.class),
                    "none",
                    OFF,
                    "an answer averages over 2 views with mirror, over 8 with square"),
            set(
                    "calibration",
                    OneOf.of(Calibration.class),
                    "none",
                    OFF,
                    "fitted on the validation split, its classes counted at the shares that the answers are for"));

    private static final Map<String, RecipeSetting> BY_NAME = SETTINGS.stream()
            .collect(Collectors.toMap(RecipeSetting::name, setting -> setting, (a, b) -> b, LinkedHashMap::new));

    private RecipeTable() {}

    private static RecipeSetting set(Transform transform, String meaning) {
        SettingRange range = transform.isFlag() ? OneOf.flag() : new Decimal(0, transform.most());
        return set(transform.setting(), range, transform.isFlag() ? "false" : "0", OFF, meaning);
    }

    private static RecipeSetting set(String name, SettingRange range, String usual, String why, String meaning) {
        return new RecipeSetting(name, range, usual, why, meaning);
    }

    /** In {@link Recipe#settings} order. */
    public static List<RecipeSetting> settings() {
        return SETTINGS;
    }

    private static RecipeSetting setting(String name, String value) {
        RecipeSetting setting = BY_NAME.get(name);
        if (setting == null) {
            throw new InvalidRecipeException("setting " + name + " = \"" + value + "\" is unknown, the settings are "
                    + String.join(", ", BY_NAME.keySet()));
        }
        return setting;
    }

    /** Its value where no recipe and no person says otherwise. */
    public static String usual(String name) {
        return setting(name, "").usual();
    }

    static boolean isUsual(String name, String value) {
        return setting(name, value).isUsual(value);
    }

    /**
     * The value as it is read, without spaces around it.
     *
     * @throws InvalidRecipeException if there is no such setting, or the value is not within its range
     */
    public static String require(String name, String value) {
        return setting(name, value).require(value);
    }

    /** Refuses a number that is not within the setting's range. */
    static void check(String name, double value) {
        require(name, RecipeSettings.number(value));
    }
}
