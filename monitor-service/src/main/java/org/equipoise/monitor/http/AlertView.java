package org.equipoise.monitor.http;

import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.monitor.alerting.AlertLinks;
import org.equipoise.monitor.alerting.Runbooks;
import org.equipoise.monitor.alerting.Silences;
import org.equipoise.monitor.alerting.Trouble;
import org.equipoise.monitor.collapse.Suspicion;
import org.equipoise.monitor.response.Proposal;
import org.equipoise.monitor.response.Responder;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;

/**
 * The last change of an alert, how it is by now, and what is done about it.
 *
 * @param trouble what it is about, in a word
 * @param now what is held against the version by now; absent when it is over
 * @param runbook what to do: the name of a file in {@code docs/runbooks}
 * @param runbookUrl the same as a page of the console, filled in for this alert
 * @param diagnosisUrl the page of the console that says what was found out; absent where nothing was
 * @param silence the silence over it; absent where people are called
 * @param proposal what would help; absent where nothing is known that would
 */
@Schema(allOf = AlertChanged.class)
public record AlertView(
        @JsonUnwrapped @Schema(hidden = true) AlertChanged alert,
        Trouble trouble,
        @Nullable Now now,
        String runbook,
        String runbookUrl,
        @Nullable String diagnosisUrl,
        @Nullable AlertsSilenced silence,
        @Nullable Proposal proposal) {

    /**
     * An alert changes rarely, and what it says is of that moment; this is of the moment of the question.
     *
     * @param share share of the answers since the trouble is likely to have begun that show it, in [0, 1]
     * @param odds against a healthy model
     * @param predictionsSeen predictions of the version
     * @param predictionsInvolved of these, the ones since the trouble is likely to have begun
     */
    public record Now(double share, double odds, long predictionsSeen, long predictionsInvolved) {

        static @Nullable Now of(AlertChanged alert, @Nullable WatchedVersion version) {
            if (version == null || alert.state() == State.RESOLVED) {
                return null;
            }
            Suspicion suspicion = version.suspicion(alert.kind(), alert.classIndex());
            return suspicion == null
                    ? null
                    : new Now(suspicion.share(), suspicion.odds(), version.predictions(), suspicion.predictions());
        }
    }

    static AlertView of(
            AlertChanged alert,
            @Nullable WatchedVersion version,
            AlertLinks links,
            Silences silences,
            Responder responder,
            Instant now) {
        return new AlertView(
                alert,
                Trouble.of(alert),
                Now.of(alert, version),
                Runbooks.of(alert.kind()),
                links.runbook(alert),
                links.diagnosis(alert),
                silences.over(alert, now).orElse(null),
                responder.proposal(alert).orElse(null));
    }

    /** Its state in one word; an open alert that is silenced is {@code silenced}. */
    String shownAs() {
        return silence == null ? alert.state().name().toLowerCase(Locale.ROOT) : "silenced";
    }
}
