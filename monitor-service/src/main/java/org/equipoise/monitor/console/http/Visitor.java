package org.equipoise.monitor.console.http;

import java.util.stream.Stream;

import io.quarkus.security.identity.SecurityIdentity;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.monitor.console.ReviewQueue.Reader;

/**
 * Whoever asks.
 *
 * @param name of the key; {@code local} where no key is asked for
 * @param mayLabel whether the review queue takes readings from this visitor
 * @param maySettle whether what this visitor says is final
 * @param mayDecide whether this visitor may silence alerts and take versions out of service
 */
record Visitor(String name, boolean mayLabel, boolean maySettle, boolean mayDecide) {

    /** Nobody needs a key in local mode: then everybody is the one who sits at this machine. */
    private static final String LOCAL = "local";

    static Visitor of(SecurityIdentity identity) {
        return identity.isAnonymous()
                ? new Visitor(LOCAL, true, true, true)
                : new Visitor(
                        identity.getPrincipal().getName(),
                        hasRole(identity, "annotator", "adjudicator", "operator"),
                        hasRole(identity, "adjudicator", "operator"),
                        hasRole(identity, "operator"));
    }

    /** The visitor as somebody who labels. Nobody says in which role he does: his key does. */
    Reader reader() {
        return new Reader(name, maySettle ? Role.ADJUDICATOR : Role.READER);
    }

    private static boolean hasRole(SecurityIdentity identity, String... roles) {
        return Stream.of(roles).anyMatch(identity::hasRole);
    }
}
