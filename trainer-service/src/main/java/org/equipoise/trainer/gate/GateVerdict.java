package org.equipoise.trainer.gate;

import java.util.List;
import java.util.function.Function;

import org.equipoise.common.events.ModelDecided.GateCheck;

/** What the gate decided about a candidate, with every check. */
public sealed interface GateVerdict {

    /** Every check, passed or not, in a fixed order. */
    List<GateCheck> checks();

    /** Every check passed: the candidate serves from now on. */
    record Promoted(List<GateCheck> checks) implements GateVerdict {
        public Promoted {
            checks = List.copyOf(checks);
        }
    }

    /** At least one check failed: whatever served before goes on serving. */
    record Refused(List<GateCheck> checks) implements GateVerdict {
        public Refused {
            checks = List.copyOf(checks);
        }
    }

    /** Exhaustive choice. */
    default <R> R fold(Function<Promoted, R> promoted, Function<Refused, R> refused) {
        return this instanceof Promoted p ? promoted.apply(p) : refused.apply((Refused) this);
    }
}
