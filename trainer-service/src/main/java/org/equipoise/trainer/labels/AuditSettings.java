package org.equipoise.trainer.labels;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.equipoise.trainer.recipe.InvalidRecipeException;
import org.equipoise.trainer.recipe.RecipeTable;

/** What a request may tell an audit. */
final class AuditSettings {

    private static final String MINUTES = "minutes";

    private AuditSettings() {}

    /**
     * The time limit, or empty for full effort: {@code minutes} is missing or 0.
     *
     * @throws InvalidRecipeException if there is another key, or the minutes are out of their range
     */
    static Optional<Duration> limit(Map<String, String> settings) {
        settings.forEach((key, value) -> {
            if (!key.equals(MINUTES)) {
                throw new InvalidRecipeException("setting " + key + " = \"" + value
                        + "\" is unknown, the only setting of recipe " + LabelAudit.RECIPE + " is " + MINUTES);
            }
        });
        double minutes = Double.parseDouble(RecipeTable.require(MINUTES, settings.getOrDefault(MINUTES, "0")));
        return minutes == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(minutes * 60_000)));
    }
}
