package org.equipoise.trainer.registry;

/** The decision log, read to the end it has at the moment of the call. */
@FunctionalInterface
public interface CurrentDecisions {

    /** Reads everything that was decided until now and returns the log that holds it. */
    DecisionLog read();
}
