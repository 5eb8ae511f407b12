package org.equipoise.trainer.training;

import java.util.Optional;

/**
 * Keeps runs. Everything else is written before the state that speaks of it. Whoever saves must have taken the run:
 * every {@code save} of an owner that was superseded throws {@link RunInterruptedException} and leaves the state as it
 * is, and nothing that one owner writes or drops is under a name that another one uses.
 */
public interface Checkpoints {

    /**
     * The last state of a run, or empty when it is unknown.
     *
     * @throws RunFailedException if there is one that cannot be read: no new run, and none that can go on
     */
    Optional<RunState> state(String runId);

    /**
     * Takes a run over, with the networks and the finished model that belong to its state.
     *
     * @param from the state as it was found, or the first one
     * @return the same state with its new owner, saved
     * @throws RunInterruptedException if the run went on meanwhile
     */
    RunState takeOver(RunState from, String trainer);

    /**
     * Asks whether the run is still its owner's.
     *
     * @throws RunInterruptedException if another owner took it
     */
    void stopIfSuperseded(RunState state);

    /** Replaces the state. */
    void save(RunState state);

    /** Keeps the network after an epoch, then the state; drops epochs that are neither the last nor the best. */
    void save(RunState state, byte[] network);

    /**
     * The network after an epoch, counted from 1; that epoch is the last or the best.
     *
     * @throws org.equipoise.common.storage.MissingObjectException if it is not there
     */
    byte[] network(RunState state, int epoch);

    /** Keeps the finished model with its answers, then the state in phase {@code TRAINED}. */
    void save(RunState state, FinishedModel model);

    /**
     * The finished model of a run in phase {@code TRAINED}.
     *
     * @throws org.equipoise.common.storage.MissingObjectException if a part of it is not there
     * @throws RunFailedException if a part of it cannot be read
     */
    FinishedModel finished(RunState state);

    /** Drops what a run in phase {@code COMPLETED} does not need: all but its state. */
    void tidy(String runId);

    /**
     * Drops what a run in phase {@code FAILED} does not need: all but its state and, among the runs that were asked for
     * last, the network of its best epoch, which somebody may want to look at.
     */
    void tidyFailed(RunState failed);
}
