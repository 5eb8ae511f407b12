package org.equipoise.trainer.diagnosis;

import java.util.Optional;

import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.RunState;

/** Runs that have ended, as far as they can still be told. */
public interface PastRuns {

    /**
     * One of this id; empty where none is known.
     *
     * @throws org.equipoise.trainer.training.RunFailedException if it has not ended, or cannot be read
     */
    Optional<EndedRun> of(String runId);

    /** One whose state was kept elsewhere. */
    EndedRun of(RunState state);
}
