package org.equipoise.trainer.labels;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.equipoise.trainer.recipe.InvalidRecipeException;
import org.equipoise.trainer.recipe.RecipeTable;

/** What a request may tell an audit. */
final class AuditSettings {

    private static final String MINUTES = "minutes";
    private static final String BACKBONE = "backbone";

    private AuditSettings() {}

    /**
     * Refuses settings that an audit does not have.
     *
     * @throws InvalidRecipeException if there is another key, or a value is out of its range
     */
    static void check(Map<String, String> settings) {
        settings.forEach((key, value) -> {
            if (!key.equals(MINUTES) && !key.equals(BACKBONE)) {
                throw new InvalidRecipeException(
                        "setting " + key + " = \"" + value + "\" is unknown, the settings of recipe "
                                + LabelAudit.RECIPE + " are " + MINUTES + " and " + BACKBONE);
            }
        });
        limit(settings);
        backbone(settings);
    }

    /** The time limit, or empty for full effort: {@code minutes} is missing or 0. */
    static Optional<Duration> limit(Map<String, String> settings) {
        double minutes = Double.parseDouble(RecipeTable.require(MINUTES, settings.getOrDefault(MINUTES, "0")));
        return minutes == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(minutes * 60_000)));
    }

    /** Name of the pretrained network that looks at the images beside the patches. */
    static String backbone(Map<String, String> settings) {
        return RecipeTable.require(BACKBONE, settings.getOrDefault(BACKBONE, RecipeTable.usual(BACKBONE)));
    }
}
