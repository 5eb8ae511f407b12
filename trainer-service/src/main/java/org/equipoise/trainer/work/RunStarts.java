package org.equipoise.trainer.work;

import java.util.function.IntConsumer;

/**
 * Counts the processes that ended while they worked on a request: a run that takes its trainer down with it (memory, a
 * fault in native code) would do so for ever, for its request is delivered again.
 */
public interface RunStarts {

    /** Processes that may end in a row while they work on one request without another epoch: more are no accident. */
    int MOST = 5;

    /**
     * A request is begun.
     *
     * @param epochs that its run has completed: after another one the counting begins anew
     * @return starts in a row without an {@link #end}, each in a process of its own, this one included; at least 1
     */
    int begin(String runId, int epochs);

    /** The process came back from a request, whatever came of it. */
    void end(String runId);

    /**
     * Carries a request out, or gives it up where it ended {@value #MOST} processes.
     *
     * @param givenUp is told how many processes ended
     */
    default void guard(String runId, int epochs, Runnable carriedOut, IntConsumer givenUp) {
        int begun = begin(runId, epochs);
        try {
            if (begun > MOST) {
                givenUp.accept(begun - 1);
            } else {
                carriedOut.run();
            }
        } finally {
            end(runId);
        }
    }
}
