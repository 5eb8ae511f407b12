package org.equipoise.trainer.labels;

import org.equipoise.common.events.TrainingRequested;
import org.equipoise.trainer.training.TrainingService;

/** Decides by its recipe what a request asks for: an audit of labels, or a training. */
public final class RequestedWork {

    private final TrainingService training;
    private final LabelAudit audit;

    public RequestedWork(TrainingService training, LabelAudit audit) {
        this.training = training;
        this.audit = audit;
    }

    /** Carries a request out to its end; see {@link TrainingService#run} and {@link LabelAudit#run}. */
    public void run(TrainingRequested request) {
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
