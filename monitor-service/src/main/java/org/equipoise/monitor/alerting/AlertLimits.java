package org.equipoise.monitor.alerting;

import java.util.Optional;

import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The states of an alert and what moves it: nothing, pending when the odds pass the square root of {@code firing},
 * firing at {@code firing}, and resolved. A pending alert lapses only at a tenth of the odds that began it, and a
 * firing one ends only when its class has recovered; between these limits nothing changes, so alerts do not flap.
 *
 * @param firing odds at which an alert fires: the mean number of studies between false alarms
 * @param allClear odds of recovery at which it is resolved
 */
public record AlertLimits(double firing, double allClear) {

    /** The limits that a policy asks for. */
    public static AlertLimits of(CollapsePolicy policy) {
        return new AlertLimits(policy.meanStudiesBetweenFalseAlarms(), policy.meanStudiesBeforeWrongAllClear());
    }

    /** Odds from which an alert is pending. */
    public double pending() {
        return Math.sqrt(firing);
    }

    /** Odds under which a pending alert is dropped. */
    public double lapsed() {
        return pending() / 10;
    }

    /**
     * The state that follows, if it changes.
     *
     * @param current null while there is no alert
     * @param over whether the reason of the current alert has gone: its suspicion has lapsed, or its class has
     *     recovered
     */
    public Optional<State> next(@Nullable State current, double odds, boolean over) {
        if (current == State.FIRING) {
            return over ? Optional.of(State.RESOLVED) : Optional.empty();
        }
        if (odds >= firing) {
            return Optional.of(State.FIRING);
        }
        if (current == State.PENDING) {
            return over ? Optional.of(State.RESOLVED) : Optional.empty();
        }
        return odds >= pending() ? Optional.of(State.PENDING) : Optional.empty();
    }
}
