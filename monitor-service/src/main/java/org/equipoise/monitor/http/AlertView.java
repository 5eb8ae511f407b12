package org.equipoise.monitor.http;

import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.monitor.alerting.Runbooks;
import org.equipoise.monitor.alerting.Silences;
import org.equipoise.monitor.response.Proposal;
import org.equipoise.monitor.response.Responder;
import org.jspecify.annotations.Nullable;

/**
 * The last change of an alert, and what is done about it.
 *
 * @param runbook what to do: the name of a file in {@code docs/runbooks}
 * @param silence the silence over it; absent where people are called
 * @param proposal what would help; absent where nothing is known that would
 */
@Schema(allOf = AlertChanged.class)
public record AlertView(
        @JsonUnwrapped @Schema(hidden = true) AlertChanged alert,
        String runbook,
        @Nullable AlertsSilenced silence,
        @Nullable Proposal proposal) {

    static AlertView of(AlertChanged alert, Silences silences, Responder responder, Instant now) {
        return new AlertView(
                alert,
                Runbooks.of(alert.kind()),
                silences.over(alert, now).orElse(null),
                responder.proposal(alert).orElse(null));
    }

    /** Its state in one word; an open alert that is silenced is {@code silenced}. */
    String shownAs() {
        return silence == null ? alert.state().name().toLowerCase(Locale.ROOT) : "silenced";
    }
}
