package org.equipoise.trainer.recipe;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.AugmentationPolicy.MixupPartner;
import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.events.Transform;
import org.equipoise.trainer.network.NetworkKind;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.optimisation.LearningRateSchedule;
import org.equipoise.trainer.optimisation.Optimiser;
import org.equipoise.trainer.recipe.Recipe.AnswerSettings;
import org.equipoise.trainer.recipe.Recipe.AugmentationBound;
import org.equipoise.trainer.recipe.Recipe.BalanceSettings;
import org.equipoise.trainer.recipe.Recipe.Calibration;
import org.equipoise.trainer.recipe.Recipe.ClassWeighting;
import org.equipoise.trainer.recipe.Recipe.Companion;
import org.equipoise.trainer.recipe.Recipe.LossName;
import org.equipoise.trainer.recipe.Recipe.LossSettings;
import org.equipoise.trainer.recipe.Recipe.NetworkSettings;
import org.equipoise.trainer.recipe.Recipe.OptimiserSettings;
import org.equipoise.trainer.recipe.Recipe.ScheduleSettings;
import org.equipoise.trainer.recipe.Recipe.StopCriterion;
import org.equipoise.trainer.recipe.SettingRange.OneOf;
import org.equipoise.trainer.recipe.SettingRange.Replanned;
import org.equipoise.trainer.recipe.SettingRange.Shares;

/** A recipe from settings by name; every refusal names the key, the value and what is allowed. */
final class RecipeSettings {

    private final Map<String, String> settings;

    RecipeSettings(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    Recipe recipe() {
        return new Recipe(
                new NetworkSettings(
                        choice("network", NetworkKind.class),
                        whole("networkDepth"),
                        whole("networkWidth"),
                        whole("ensembleMembers"),
                        new NetworkSide(text("networkSide")),
                        decimal("dropout"),
                        text("backbone"),
                        whole("backboneSide"),
                        choice("companion", Companion.class)),
                new LossSettings(
                        choice("loss", LossName.class),
                        decimal("labelSmoothing"),
                        decimal("focalGamma"),
                        decimal("lossAdjustment")),
                new BalanceSettings(
                        choice("classWeights", ClassWeighting.class),
                        decimal("effectiveNumberBeta"),
                        decimal("reweightFrom"),
                        choice("sampling", Sampling.class),
                        whole("classifierEpochs"),
                        decimal("minorityShare"),
                        whole("mostRepeats")),
                augmentation(),
                choice("augmentationLimits", AugmentationBound.class),
                optimiser(),
                new ScheduleSettings(
                        decimal("learningRate"),
                        flag("learningRateSearch"),
                        choice("schedule", LearningRateSchedule.Shape.class),
                        decimal("warmUp"),
                        whole("epochs"),
                        whole("patience"),
                        decimal("minutes"),
                        Replanned.parse(text("epochsReplanned")).orElse(null),
                        choice("stopOn", StopCriterion.class),
                        flag("crossValidation")),
                new AnswerSettings(
                        decimal("answerAdjustment"),
                        shares("prevalence"),
                        choice("aim", AnswerAim.class),
                        CostMatrix.parse(text("aimCosts")),
                        SoughtClass.parse(text("aimFinds")),
                        choice("symmetry", Symmetry.class),
                        choice("calibration", Calibration.class)));
    }

    private AugmentationPolicy augmentation() {
        Map<Transform, Double> limits = new EnumMap<>(Transform.class);
        for (Transform transform : Transform.values()) {
            String setting = transform.setting();
            limits.put(transform, transform.isFlag() ? (flag(setting) ? 1.0 : 0.0) : decimal(setting));
        }
        return AugmentationPolicy.of(limits).mixedWith(choice("mixupPartner", MixupPartner.class));
    }

    private OptimiserSettings optimiser() {
        return new OptimiserSettings(
                choice("optimiser", Optimiser.Algorithm.class),
                decimal("weightDecay"),
                decimal("momentum"),
                decimal("clipNorm"),
                decimal("averageDecay"),
                whole("batchSize"));
    }

    /** A number without a superfluous fraction or exponent. */
    static String number(double value) {
        return Double.isFinite(value)
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : Double.toString(value);
    }

    private String text(String key) {
        String value = settings.get(key);
        if (value == null) {
            throw new InvalidRecipeException("setting " + key + " is missing");
        }
        return RecipeTable.require(key, value);
    }

    private <E extends Enum<E>> E choice(String key, Class<E> type) {
        String value = text(key);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> OneOf.wireName(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key + " allows " + value + ", " + type + " does not"));
    }

    /** Shares as they are written, {@code none} where there are none. */
    static String shares(List<Double> shares) {
        return shares.isEmpty()
                ? Shares.NONE
                : shares.stream().map(RecipeSettings::number).collect(Collectors.joining(","));
    }

    private List<Double> shares(String key) {
        return Shares.parse(text(key));
    }

    private boolean flag(String key) {
        return Boolean.parseBoolean(text(key));
    }

    private double decimal(String key) {
        return Double.parseDouble(text(key));
    }

    private int whole(String key) {
        return Integer.parseInt(text(key));
    }
}
