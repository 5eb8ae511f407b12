package org.equipoise.trainer.work;

import org.equipoise.common.events.TrainingRequested;
import org.equipoise.trainer.labels.LabelAudit;
import org.equipoise.trainer.training.TrainingService;

/** Decides by its recipe what a request asks for: an audit of labels, or a training. */
public final class RequestedWork implements Work<TrainingRequested> {

    private final TrainingService training;
    private final LabelAudit audit;
    private final RunStarts starts;

    public RequestedWork(TrainingService training, LabelAudit audit, RunStarts starts) {
        this.training = training;
        this.audit = audit;
        this.starts = starts;
    }

    @Override
    public String id(TrainingRequested request) {
        return request.runId();
    }

    /**
     * See {@link TrainingService#run} and {@link LabelAudit#run}. One that ended {@value RunStarts#MOST} processes is
     * given up.
     */
    @Override
    public void run(TrainingRequested request) {
        starts.guard(
                request.runId(),
                isAudit(request) ? 0 : training.epochs(request.runId()),
                () -> carryOut(request),
                processes -> fail(request, endedIts(processes)));
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

    @Override
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
