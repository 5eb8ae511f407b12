package org.equipoise.trainer.training;

import java.util.Optional;

/** Keeps runs. Everything else is written before the state that speaks of it. */
public interface Checkpoints {

    /** The last state of a run, or empty when it is unknown. */
    Optional<RunState> state(String runId);

    /** Replaces the state. */
    void save(RunState state);

    /** Keeps the network after an epoch, then the state; drops epochs that are neither the last nor the best. */
    void save(RunState state, byte[] network);

    /** The network after an epoch, counted from 1; that epoch is the last or the best. */
    byte[] network(String runId, int epoch);

    /** Keeps the finished model with its answers, then the state in phase {@code TRAINED}. */
    void save(RunState state, FinishedModel model);

    /** The finished model of a run in phase {@code TRAINED}. */
    FinishedModel finished(String runId);

    /** Drops what a run in phase {@code COMPLETED} or {@code FAILED} does not need: all but its state. */
    void tidy(String runId);
}
