package org.equipoise.trainer.recipe;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.trainer.network.NetworkKind;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.optimisation.LearningRateSchedule;
import org.equipoise.trainer.optimisation.Optimiser;
import org.equipoise.trainer.recipe.Recipe.AnswerSettings;
import org.equipoise.trainer.recipe.Recipe.BalanceSettings;
import org.equipoise.trainer.recipe.Recipe.Calibration;
import org.equipoise.trainer.recipe.Recipe.ClassWeighting;
import org.equipoise.trainer.recipe.Recipe.LossName;
import org.equipoise.trainer.recipe.Recipe.LossSettings;
import org.equipoise.trainer.recipe.Recipe.NetworkSettings;
import org.equipoise.trainer.recipe.Recipe.OptimiserSettings;
import org.equipoise.trainer.recipe.Recipe.ScheduleSettings;
import org.equipoise.trainer.recipe.Recipe.StopCriterion;

/** A recipe from settings by name; every refusal names the key, the value and what is allowed. */
final class RecipeSettings {

    private static final String NONE = "none";

    /** Shares written with two or three digits need not sum to 1 exactly. */
    private static final double SUM_TOLERANCE = 0.01;

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
                        decimal("dropout", 0.9)),
                new LossSettings(
                        choice("loss", LossName.class),
                        decimal("labelSmoothing", 0.5),
                        decimal("focalGamma", 10),
                        decimal("lossAdjustment", 4)),
                new BalanceSettings(
                        choice("classWeights", ClassWeighting.class),
                        decimal("effectiveNumberBeta", 0.99999),
                        decimal("reweightFrom", 0.99),
                        choice("sampling", Sampling.class),
                        whole("classifierEpochs")),
                new AugmentationPolicy(
                        flag("horizontalFlip"),
                        flag("verticalFlip"),
                        decimal("rotationDegrees", 180),
                        decimal("zoomFraction", 0.5),
                        decimal("translationFraction", 0.5),
                        decimal("gainFraction", 0.5),
                        decimal("biasFraction", 0.5)),
                optimiser(),
                new ScheduleSettings(
                        decimal("learningRate", 1),
                        flag("learningRateSearch"),
                        choice("schedule", LearningRateSchedule.Shape.class),
                        decimal("warmUp", 0.5),
                        whole("epochs"),
                        whole("patience"),
                        decimal("minutes", 10_080),
                        choice("stopOn", StopCriterion.class)),
                new AnswerSettings(
                        decimal("answerAdjustment", 4),
                        shares("prevalence"),
                        choice("symmetry", Symmetry.class),
                        choice("calibration", Calibration.class)));
    }

    private OptimiserSettings optimiser() {
        return new OptimiserSettings(
                choice("optimiser", Optimiser.Algorithm.class),
                decimal("weightDecay", 1),
                decimal("momentum", Optimiser.LARGEST_MOMENTUM),
                decimal("clipNorm", 1000),
                decimal("averageDecay", 0.9999),
                whole("batchSize"));
    }

    static String wireName(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
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
        return value.strip();
    }

    private <E extends Enum<E>> E choice(String key, Class<E> type) {
        String value = text(key);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> wireName(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> new InvalidRecipeException(
                        key,
                        value,
                        Arrays.stream(type.getEnumConstants())
                                .map(RecipeSettings::wireName)
                                .collect(Collectors.joining(" or "))));
    }

    /** Shares as they are written, {@code none} where there are none. */
    static String shares(List<Double> shares) {
        return shares.isEmpty()
                ? NONE
                : shares.stream().map(RecipeSettings::number).collect(Collectors.joining(","));
    }

    private List<Double> shares(String key) {
        String value = text(key);
        if (value.equals(NONE)) {
            return List.of();
        }
        String limit = "none, or a share above 0 for each class, separated by commas, summing to 1";
        try {
            List<Double> shares = Arrays.stream(value.split(",", -1))
                    .map(share -> Double.parseDouble(share.strip()))
                    .toList();
            double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
            if (shares.stream().allMatch(share -> share > 0) && Math.abs(sum - 1) <= SUM_TOLERANCE) {
                return shares;
            }
        } catch (NumberFormatException e) {
            throw new InvalidRecipeException(key, value, limit);
        }
        throw new InvalidRecipeException(key, value, limit);
    }

    private boolean flag(String key) {
        String value = text(key);
        if (!value.equals("true") && !value.equals("false")) {
            throw new InvalidRecipeException(key, value, "true or false");
        }
        return value.equals("true");
    }

    private double decimal(String key, double highest) {
        String value = text(key);
        String limit = "a number from 0 to " + number(highest);
        try {
            double parsed = Double.parseDouble(value);
            if (parsed >= 0 && parsed <= highest) {
                return parsed;
            }
        } catch (NumberFormatException e) {
            throw new InvalidRecipeException(key, value, limit);
        }
        throw new InvalidRecipeException(key, value, limit);
    }

    private int whole(String key) {
        String value = text(key);
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new InvalidRecipeException(key, value, "a whole number");
        }
    }
}
