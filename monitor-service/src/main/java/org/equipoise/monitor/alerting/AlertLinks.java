package org.equipoise.monitor.alerting;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import org.equipoise.common.events.AlertChanged;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that lead from an alert to the console, for messages that are read elsewhere.
 *
 * @param console the console's address as people reach it
 */
public record AlertLinks(String console) {

    /** The address is taken without slashes at its end. */
    public AlertLinks {
        console = console.replaceFirst("/+$", "");
    }

    /** The alert itself. */
    public String alert(AlertChanged alert) {
        return console + "/#/alerts/" + encoded(alert.alertId());
    }

    /** What to do about it: the runbook, filled in for this alert. */
    public String runbook(AlertChanged alert) {
        return console + "/#/runbooks/" + Runbooks.of(alert.kind()) + "/" + encoded(alert.alertId());
    }

    /** What was found out about it; null where nothing was. */
    public @Nullable String diagnosis(AlertChanged alert) {
        AlertChanged.Diagnosis diagnosis = alert.diagnosis();
        return diagnosis == null
                ? null
                : console + "/#/models/" + encoded(alert.model()) + "/diagnoses/" + encoded(diagnosis.diagnosisId());
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
