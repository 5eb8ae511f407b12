package org.equipoise.monitor.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

import org.equipoise.common.events.AlertChanged.State;
import org.jspecify.annotations.Nullable;

/**
 * An alert that is pending or firing.
 *
 * @param sinceMillis when the trouble is likely to have begun, epoch milliseconds
 */
public record OpenAlert(State state, int classIndex, long sinceMillis) {

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
