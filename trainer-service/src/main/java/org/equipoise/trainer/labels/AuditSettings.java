package org.equipoise.trainer.labels;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.equipoise.trainer.training.RunFailedException;

/** What a request may tell an audit. */
final class AuditSettings {

    private static final String MINUTES = "minutes";
    private static final double MOST_MINUTES = 10_080;

    private AuditSettings() {}

    /**
     * The time limit, or empty for full effort: {@code minutes} is missing or 0.
     *
     * @throws RunFailedException if there is another key, or minutes are not in [0, 10,080]
     */
    static Optional<Duration> limit(Map<String, String> settings) {
        settings.forEach((key, value) -> {
            if (!key.equals(MINUTES)) {
                throw new RunFailedException("setting " + key + " = \"" + value
                        + "\" is unknown, the only setting of recipe " + LabelAudit.RECIPE + " is " + MINUTES);
            }
        });
        double minutes = minutes(settings.getOrDefault(MINUTES, "0"));
        return minutes == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(minutes * 60_000)));
    }

    private static double minutes(String value) {
        double minutes;
        try {
            minutes = Double.parseDouble(value);
        } catch (NumberFormatException e) {
            minutes = -1;
        }
        if (!(minutes >= 0 && minutes <= MOST_MINUTES)) {
            throw new RunFailedException("setting " + MINUTES + " must be 0 to 10080, got \"" + value + "\"");
        }
        return minutes;
    }
}
