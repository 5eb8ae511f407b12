package org.equipoise.trainer.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.equipoise.common.events.ShardRequested.Sampling;

/** Settings that take the classes' shares in the training data out of the answers; one is enough, two overdo it. */
final class Corrections {

    /** Settings that correct for the shares only with some values. */
    private static final Map<String, Pattern> IDLE = Map.of(
            "classWeights", Pattern.compile("none"),
            "loss", Pattern.compile("(?!logit-adjusted$).*"),
            "prevalence", Pattern.compile("none"),
            "aim", Pattern.compile("none"),
            "classifierEpochs", Pattern.compile("[-+]?0*"),
            "answerAdjustment", Pattern.compile("[-+]?0*\\.?0*"));

    private Corrections() {}

    /** The first of these settings that was given and corrects, as {@code key=value}; empty where there is none. */
    static String given(Map<String, String> given, String... keys) {
        for (String key : keys) {
            String value = given.getOrDefault(key, "").strip();
            Pattern idle = IDLE.get(key);
            if (!value.isEmpty() && (idle == null || !idle.matcher(value).matches())) {
                return key + "=" + value;
            }
        }
        return "";
    }

    /**
     * What must be said about a recipe that corrects more than once, by setting. The classifier's own epochs take the
     * place of the sampling and the class weights before them.
     */
    static Map<String, String> remarks(Recipe recipe) {
        List<String> inTraining = inTraining(recipe);
        Map<String, String> remarks = new LinkedHashMap<>();
        for (String setting : inTraining) {
            inTraining.stream()
                    .filter(other -> !other.equals(setting))
                    .findFirst()
                    .ifPresent(other -> remarks.put(
                            setting, "together with " + other + " it corrects for the classes' shares twice"));
        }
        if (!inTraining.isEmpty()
                && recipe.answers().adjustment() > 0
                && recipe.answers().prevalence().isEmpty()) {
            remarks.put(
                    "answerAdjustment",
                    inTraining.get(0) + " evens the classes already: it adjusts only what that leaves of their shares");
        }
        return remarks;
    }

    private static List<String> inTraining(Recipe recipe) {
        List<String> settings = new ArrayList<>();
        Recipe.BalanceSettings balance = recipe.balance();
        if (balance.classifierEpochs() > 0) {
            settings.add("classifierEpochs");
        } else {
            if (balance.sampling() != Sampling.NATURAL) {
                settings.add("sampling");
            }
            if (balance.classWeights() != Recipe.ClassWeighting.NONE) {
                settings.add("classWeights");
            }
        }
        if (recipe.loss().name() == Recipe.LossName.LOGIT_ADJUSTED
                && recipe.loss().adjustment() > 0) {
            settings.add("loss");
        }
        return settings;
    }
}
