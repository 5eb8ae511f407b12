package org.equipoise.local.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import org.equipoise.common.events.DiagnosisRequested;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.local.client.DiagnosisClient;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** An examination that is asked for, and waited for. */
final class Examination {

    /** The trainer may be busy with trainings, which go first. */
    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(30);

    private Examination() {}

    /** @throws UsageException for a time that nobody may ask for */
    static void require(double minutes) {
        if (!(minutes >= 0 && minutes <= DiagnosisRequested.MOST_MINUTES)) {
            throw new UsageException(
                    "--minutes must be 0 to " + (long) DiagnosisRequested.MOST_MINUTES + ", got " + minutes);
        }
    }

    /**
     * Asks for it; comes back when it is over.
     *
     * @param run of the model; null for that of its newest version
     * @return why there is none; empty where its card is there
     */
    static Optional<String> ask(
            Terminal terminal, DiagnosisClient client, String model, @Nullable String run, double minutes) {
        DiagnosisRequested request = client.request(model, run, minutes);
        terminal.say("Asked for a diagnosis of model \"%s\"; a training that waits goes first", model);
        Duration patience = LEAST_PATIENCE.plusSeconds(Math.round(180 * minutes));
        return client.follow(request, patience, event -> {
            if (event.phase() == Phase.STARTED || event.phase() == Phase.RESUMED) {
                terminal.say("  %s: %s", event.phase().name().toLowerCase(Locale.ROOT), event.message());
            }
        });
    }
}
