package org.equipoise.monitor.watch;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.alerting.AlertStep;
import org.equipoise.monitor.alerting.AlertSummary;
import org.equipoise.monitor.attribution.Attribution;
import org.equipoise.monitor.collapse.RateTest;

/** From a step of an alert to the event that says it. */
public final class AlertEvents {

    private AlertEvents() {}

    /** The end of an open alert of a version of which nothing is known any more. */
    public static AlertChanged forgotten(AlertChanged open, Instant now) {
        return new AlertChanged(
                open.alertId(),
                open.model(),
                open.modelVersion(),
                open.kind(),
                State.RESOLVED,
                open.className(),
                open.classIndex(),
                open.share(),
                open.healthyShare(),
                open.odds(),
                open.predictionsSeen(),
                open.predictionsInvolved(),
                "Closed: what was known of " + open.model() + "/" + open.modelVersion()
                        + " could not be read; it is learned anew.",
                open.since(),
                now);
    }

    /** The event of a step that was just taken. */
    static AlertChanged of(WatchedVersion version, AlertStep step, Instant now) {
        HealthWatch watch = version.health();
        boolean ofClass = step.kind() == Kind.COLLAPSE || step.kind() == Kind.NEVER_PREDICTED;
        AlertChanged event =
                ofClass && watch != null ? ofClass(version, watch, step, now) : ofScores(version, step, now);
        return event.state() == State.FIRING ? explained(version, event, now) : event;
    }

    /** An alert that fires, with what is known now of what lies behind it. */
    static AlertChanged explained(WatchedVersion version, AlertChanged event, Instant now) {
        Attribution attribution = version.attribution();
        return attribution == null
                ? event
                : event.explained(attribution.cause(), attribution.evidence(), version.predictions(), now);
    }

    private static AlertChanged ofScores(WatchedVersion version, AlertStep step, Instant now) {
        ScoreWatch scores = version.scores();
        RateTest test = step.kind() == Kind.CONSTANT_OUTPUT
                ? scores.tests().constant()
                : Objects.requireNonNull(scores.tests().squashed(), "an alert without its test");
        String summary = AlertSummary.ofScores(
                step, version.id(), test.bound(), scores.tests().smallMargin());
        String id = version.id() + "/" + step.kind().wireName();
        return event(version, id, step, version.recent().largest(), test.bound(), summary, now);
    }

    private static AlertChanged ofClass(WatchedVersion version, HealthWatch watch, AlertStep step, Instant now) {
        int k = step.suspicion().classIndex();
        String className = version.labels().get(k);
        boolean collapse = step.kind() == Kind.COLLAPSE;
        double bound = collapse
                ? watch.reference().upperBounds().get(k)
                : watch.misses().leastShare(k);
        List<Double> prevalence = watch.reference().prevalence();
        double answered = watch.reference().shares().get(k);
        // Never answered in its own tests either: healthy is then as often as it occurs.
        double healthyShare = !collapse && prevalence != null && answered < bound ? prevalence.get(k) : answered;
        String summary = AlertSummary.of(step, version.id(), className, healthyShare, bound);
        String id = version.id() + "/" + step.kind().wireName() + "/" + className;
        return event(version, id, step, k, healthyShare, summary, now);
    }

    private static AlertChanged event(
            WatchedVersion version, String id, AlertStep step, int k, double healthy, String summary, Instant now) {
        return new AlertChanged(
                id,
                version.model(),
                version.version(),
                step.kind(),
                step.state(),
                version.labels().get(k),
                k,
                step.suspicion().share(),
                healthy,
                step.suspicion().odds(),
                version.predictions(),
                step.suspicion().predictions(),
                summary,
                Instant.ofEpochMilli(step.sinceMillis()),
                now);
    }
}
