package org.equipoise.monitor.alerting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.AlertChanged.State;

/** All that a message says to a person who has nothing else at hand. */
public final class AlertText {

    private AlertText() {}

    /**
     * The state, the model, the trouble by name, the summary with share and class, what lies behind it, the exact
     * difference where it was found, and every sentence of the evidence: where predictions name their stations, it says
     * which one it is.
     */
    public static String of(AlertChanged alert) {
        List<String> sentences = new ArrayList<>();
        sentences.add(alert.state().name() + " " + alert.model() + ": "
                + Trouble.of(alert).words() + ".");
        sentences.add(alert.summary());
        if (alert.state() != State.RESOLVED && alert.kind() != AlertChanged.Kind.COLLAPSE) {
            // A collapse names its class and share in the summary.
            sentences.add(String.format(
                    Locale.ROOT, "Class \"%s\", share %s.", alert.className(), AlertSummary.percent(alert.share())));
        }
        Cause cause = alert.cause();
        if (cause != null) {
            sentences.add(
                    cause == Cause.UNKNOWN
                            ? "What lies behind it is not known yet."
                            : "Likely behind it: the " + cause.wireName() + ".");
        }
        AlertChanged.Diagnosis diagnosis = alert.diagnosis();
        if (diagnosis != null) {
            sentences.add("Diagnosis: " + ended(diagnosis.sentence()));
        }
        List<String> evidence = alert.evidence();
        if (evidence != null) {
            sentences.addAll(evidence);
        }
        return String.join(" ", sentences);
    }

    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }
}
