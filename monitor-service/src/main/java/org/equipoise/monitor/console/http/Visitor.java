package org.equipoise.monitor.console.http;

import io.quarkus.security.identity.SecurityIdentity;

/**
 * Whoever asks.
 *
 * @param name of the key; {@code local} where no key is asked for
 * @param mayLabel whether the review queue takes readings from this visitor
 * @param mayDecide whether this visitor may silence alerts and take versions out of service
 */
record Visitor(String name, boolean mayLabel, boolean mayDecide) {

    /** Nobody needs a key in local mode: then everybody is the one who sits at this machine. */
    private static final String LOCAL = "local";

    static Visitor of(SecurityIdentity identity) {
        return identity.isAnonymous()
                ? new Visitor(LOCAL, true, true)
                : new Visitor(
                        identity.getPrincipal().getName(),
                        identity.hasRole("annotator") || identity.hasRole("operator"),
                        identity.hasRole("operator"));
    }
}
