package org.equipoise.trainer.registry;

import java.util.function.Function;

import org.equipoise.common.events.ModelDecided;

/** What became of an operator's request. */
public sealed interface OperatorOutcome {

    /** It is so: decided now, or by an earlier call of the same request. */
    record Done(ModelDecided decision) implements OperatorOutcome {}

    /** Nothing is known about such a model; {@code reason} is a sentence. */
    record Unknown(String reason) implements OperatorOutcome {}

    /** It cannot be done, and nothing was changed; {@code reason} is a sentence. */
    record Refused(String reason) implements OperatorOutcome {}

    /** Exhaustive choice. */
    default <R> R fold(Function<Done, R> done, Function<Unknown, R> unknown, Function<Refused, R> refused) {
        if (this instanceof Done d) {
            return done.apply(d);
        }
        return this instanceof Unknown u ? unknown.apply(u) : refused.apply((Refused) this);
    }
}
