package org.equipoise.monitor.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.alerting.AlertStep.Cause;
import org.equipoise.monitor.collapse.Suspicion;
import org.jspecify.annotations.Nullable;

/**
 * An alert that is pending or firing.
 *
 * @param sinceMillis when the trouble is likely to have begun, epoch milliseconds
 */
public record OpenAlert(State state, int classIndex, long sinceMillis) {

    /** What is told of it when its version leaves, or is back: ended, or as it is. */
    AlertStep retold(Kind kind, Suspicion suspicion, Cause cause) {
        return new AlertStep(kind, cause == Cause.SERVES_AGAIN ? state : State.RESOLVED, suspicion, sinceMillis, cause);
    }

    static void write(@Nullable OpenAlert alert, DataOutput out) throws IOException {
        out.writeByte(alert == null ? 0 : alert.state == State.PENDING ? 1 : 2);
        if (alert != null) {
            out.writeInt(alert.classIndex);
            out.writeLong(alert.sinceMillis);
        }
    }

    static @Nullable OpenAlert read(DataInput in) throws IOException {
        int state = in.readByte();
        return state == 0
                ? null
                : new OpenAlert(state == 1 ? State.PENDING : State.FIRING, in.readInt(), in.readLong());
    }
}
