package org.equipoise.trainer.work;

/**
 * Counts the processes that ended while they worked on a request: a run that takes its trainer down with it (memory, a
 * fault in native code) would do so for ever, for its request is delivered again.
 */
public interface RunStarts {

    /**
     * A request is begun.
     *
     * @param epochs that its run has completed: after another one the counting begins anew
     * @return starts in a row without an {@link #end}, each in a process of its own, this one included; at least 1
     */
    int begin(String runId, int epochs);

    /** The process came back from a request, whatever came of it. */
    void end(String runId);
}
