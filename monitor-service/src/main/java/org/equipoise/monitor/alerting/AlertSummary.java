package org.equipoise.monitor.alerting;

import java.util.Locale;

import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.collapse.Suspicion;

/** The one sentence or two that an alert tells a person at night. */
public final class AlertSummary {

    private AlertSummary() {}

    /**
     * The text of one change.
     *
     * @param who {@code model/version}
     * @param className the class that dominates or is missing
     * @param healthyShare its healthy share, in [0, 1]
     * @param bound the upper bound of that share for a class over it, the lower one for a missing class
     */
    public static String of(AlertStep step, String who, String className, double healthyShare, double bound) {
        if (step.state() == State.RESOLVED) {
            return ended(
                    step,
                    step.kind() == Kind.COLLAPSE
                            ? "class \"%s\" over its share of the answers of %s".formatted(className, who)
                            : "missing class \"%s\" of %s".formatted(className, who));
        }
        Suspicion found = step.suspicion();
        String healthy = percent(healthyShare) + (step.kind() == Kind.COLLAPSE ? " (at most " : " (at least ")
                + percent(bound) + ")";
        String fact = step.kind() == Kind.COLLAPSE
                ? "for about %d predictions class \"%s\" takes %s of the answers of %s"
                        .formatted(found.predictions(), className, percent(found.share()), who)
                : "for %d predictions %s has not answered class \"%s\"".formatted(found.predictions(), who, className);
        return said(step, fact, healthy);
    }

    /**
     * The text of one change of an alert about the probabilities.
     *
     * @param bound upper confidence bound of the healthy share of repeats or small margins, in [0, 1]
     * @param smallMargin margins under this are small, in [0, 1]; not used for constant output
     */
    public static String ofScores(AlertStep step, String who, double bound, double smallMargin) {
        boolean constant = step.kind() == Kind.CONSTANT_OUTPUT;
        if (step.state() == State.RESOLVED) {
            return ended(step, constant ? "constant output of " + who : "squashed scores of " + who);
        }
        Suspicion found = step.suspicion();
        String fact = constant
                ? "for about %d predictions %s of the outputs of %s equal the one before, bit by bit"
                        .formatted(found.predictions(), percent(found.share()), who)
                : "for about %d predictions the most probable class of %s is ahead by less than %s in %s of the answers"
                        .formatted(found.predictions(), who, percent(smallMargin), percent(found.share()));
        return said(step, fact, "at most " + percent(bound));
    }

    private static String said(AlertStep step, String fact, String healthy) {
        String odds = odds(step.suspicion().odds()) + " : 1 against a healthy model";
        return step.state() == State.FIRING
                ? capital(fact) + "; healthy is " + healthy + ". Odds " + odds + "."
                : "Suspicion: " + fact + "; healthy is " + healthy + ". Odds so far " + odds + ".";
    }

    private static String ended(AlertStep step, String trouble) {
        return switch (step.cause()) {
            case RECOVERED -> "Over: " + trouble + "; its share is healthy again.";
            case LAPSED -> "Suspicion passed: " + trouble + ".";
            case EXPLAINED -> "Closed: " + trouble + "; another class takes more than its share, which explains it.";
            case CONSTANT -> "Closed: " + trouble + "; the output is constant, which explains it.";
            case SUPERSEDED -> "Closed: " + trouble + "; this version no longer serves.";
            case TESTED_ANEW -> "Closed: " + trouble + "; the version is tested against another reference now.";
            case EVIDENCE, SERVES_AGAIN -> "Over: " + trouble + ".";
        };
    }

    /** A fraction as per cent, with one decimal only where it matters: near 0 and near 1. */
    static String percent(double fraction) {
        double percent = fraction * 100;
        boolean fine = percent != Math.rint(percent) && (percent > 99 || percent < 10);
        return String.format(Locale.ROOT, fine ? "%.1f %%" : "%.0f %%", percent);
    }

    /** Odds in two digits: {@code 1.3e6}, or plain below a thousand. */
    static String odds(double odds) {
        if (odds < 1000) {
            return String.format(Locale.ROOT, "%.0f", odds);
        }
        return String.format(Locale.ROOT, "%.1e", odds).replace("e+0", "e").replace("e+", "e");
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
