package org.equipoise.trainer.kafka;

import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.RunInterruptedException;
import org.jboss.logging.Logger;

/**
 * A run that ended stays as it ended, whatever looking at it runs into: a bug, a lack of memory and an object that is
 * gone are logged. A stop and an outage come through, and it is looked at again.
 */
public final class GuardedAftermath implements EndedRun.Aftermath {

    private static final Logger LOG = Logger.getLogger(GuardedAftermath.class);

    private final EndedRun.Aftermath aftermath;

    public GuardedAftermath(EndedRun.Aftermath aftermath) {
        this.aftermath = aftermath;
    }

    @Override
    public void after(EndedRun run) {
        guarded(run.request(), () -> aftermath.after(run));
    }

    @Override
    public void failed(TrainingRequested request, String why) {
        guarded(request, () -> aftermath.failed(request, why));
    }

    private static void guarded(TrainingRequested request, Runnable look) {
        try {
            look.run();
        } catch (RunInterruptedException e) {
            throw e;
        } catch (RuntimeException e) {
            if (Outages.isOutage(e) && !(e instanceof MissingObjectException)) {
                throw e;
            }
            LOG.errorf(e, "no diagnosis of runId=%s", request.runId());
        } catch (OutOfMemoryError e) {
            LOG.errorf(e, "no diagnosis of runId=%s", request.runId());
        }
    }
}
