package org.equipoise.monitor.alerting;

import org.equipoise.common.events.AlertChanged.Kind;

/** What to do about an alert: {@code docs/runbooks/NAME.md}, and the console's page of that name. */
public final class Runbooks {

    private Runbooks() {}

    /** The runbook for alerts of that kind. */
    public static String of(Kind kind) {
        return switch (kind) {
            case COLLAPSE, NEVER_PREDICTED -> "model-collapsed";
            case CONSTANT_OUTPUT, SQUASHED_SCORES -> "model-outputs";
        };
    }
}
