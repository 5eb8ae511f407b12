package org.equipoise.local.stack;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.equipoise.local.client.ServiceHealth;

/** What a person should hear about the health of services that run: what lasts, and its end. One thread uses it. */
final class HealthNews {

    /** A service that is busy for a moment is no news. */
    static final int LOOKS = 3;

    private final Map<String, Standing> standings = new HashMap<>();

    /**
     * Something to tell.
     *
     * @param trouble whether it is bad
     */
    record News(boolean trouble, String text) {}

    private static final class Standing {
        private String sentence = "";
        private int looks;
        private boolean told;
    }

    /** Somebody looked at a service whose process lives. */
    Optional<News> look(String service, ServiceHealth health) {
        Standing standing = standings.computeIfAbsent(service, s -> new Standing());
        if (health.ready()) {
            standings.remove(service);
            return standing.told ? Optional.of(new News(false, service + " is ready again")) : Optional.empty();
        }
        if (!health.sentence().equals(standing.sentence)) {
            standing.sentence = health.sentence();
            standing.looks = 0;
        }
        standing.looks++;
        if (standing.looks != LOOKS) {
            return Optional.empty();
        }
        standing.told = true;
        return Optional.of(new News(true, service + " is not ready; it " + health.said()));
    }

    /** Its process ended: that is said elsewhere. */
    void gone(String service) {
        standings.remove(service);
    }
}
