package org.equipoise.monitor.alerting;

import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.collapse.Suspicion;

/**
 * One alert changed its state.
 *
 * @param suspicion the evidence at this moment
 * @param sinceMillis when the trouble is likely to have begun, epoch milliseconds
 * @param cause why it changed
 */
public record AlertStep(Kind kind, State state, Suspicion suspicion, long sinceMillis, Cause cause) {

    /** Why an alert changed. */
    public enum Cause {
        /** The odds passed a limit. */
        EVIDENCE,
        /** The suspicion passed before it was confirmed. */
        LAPSED,
        /** The class is back in its healthy range. */
        RECOVERED,
        /** A collapse explains it, or another class has more evidence against it. */
        EXPLAINED,
        /** The output is constant, which explains it. */
        CONSTANT,
        /** Another version serves now, or none. */
        SUPERSEDED,
        /** The version serves again, and was taken out while this was open. */
        SERVES_AGAIN,
        /** The version is tested against another reference from now on. */
        TESTED_ANEW
    }
}
