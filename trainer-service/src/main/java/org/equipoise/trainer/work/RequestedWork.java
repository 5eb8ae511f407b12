package org.equipoise.trainer.work;

import org.equipoise.common.events.TrainingRequested;
import org.equipoise.trainer.labels.LabelAudit;
import org.equipoise.trainer.training.TrainingService;

/** Decides by its recipe what a request asks for: an audit of labels, or a training. */
public final class RequestedWork {

    /** Processes that may end in a row while they work on one request without another epoch: more are no accident. */
    static final int MOST_STARTS = 5;

    private final TrainingService training;
    private final LabelAudit audit;
    private final RunStarts starts;

    public RequestedWork(TrainingService training, LabelAudit audit, RunStarts starts) {
        this.training = training;
        this.audit = audit;
        this.starts = starts;
    }

    /**
     * Carries a request out to its end; see {@link TrainingService#run} and {@link LabelAudit#run}. One that ended
     * {@value #MOST_STARTS} processes is given up.
     */
    public void run(TrainingRequested request) {
        int begun = starts.begin(request.runId(), isAudit(request) ? 0 : training.epochs(request.runId()));
        try {
            if (begun > MOST_STARTS) {
                fail(request, endedIts(begun - 1));
            } else {
                carryOut(request);
            }
        } finally {
            starts.end(request.runId());
        }
    }

    private static String endedIts(int processes) {
        return "the trainer's process ended " + processes
                + " times in a row while it worked on this run, before another"
                + " epoch was complete; if it was for lack of memory, a smaller batchSize, smaller images or more memory"
                + " may help (the heap has at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB)";
    }

    private void carryOut(TrainingRequested request) {
        if (isAudit(request)) {
            audit.run(request);
        } else {
            training.run(request);
        }
    }

    /** Gives a request up because of something that trying again would not change. */
    public void fail(TrainingRequested request, String why) {
        if (isAudit(request)) {
            audit.fail(request, why);
        } else {
            training.fail(request, why);
        }
    }

    private static boolean isAudit(TrainingRequested request) {
        return request.recipe().equals(LabelAudit.RECIPE);
    }
}
