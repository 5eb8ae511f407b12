package org.equipoise.trainer.training;

import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.backbone.Backbone;

/** Signs of life of a run whose pretrained network looks at images, and the ear for who wants the run to stop. */
final class Looking implements DatasetFeatures.Progress {

    private final TrainingPorts ports;
    private final RunAnnouncements announcements;
    private final SignsOfLife signs;
    private final Backbone backbone;
    private final RunState state;
    private final RunPlan plan;

    Looking(
            TrainingPorts ports,
            RunAnnouncements announcements,
            TrainingConfig config,
            Backbone backbone,
            RunState state,
            RunPlan plan) {
        this.ports = ports;
        this.announcements = announcements;
        this.backbone = backbone;
        this.state = state;
        this.plan = plan;
        signs = new SignsOfLife(ports.clock(), config.reportStepsEvery());
    }

    static void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new RunInterruptedException("stopped while a pretrained network was used");
        }
    }

    /** A sentence on the way. */
    @Override
    public void said(String remark) {
        announcements.remark(state, plan, remark);
    }

    @Override
    public void looked(Split split, int images, int of) {
        stopIfInterrupted();
        if (!signs.due()) {
            return;
        }
        try {
            ports.checkpoints().stopIfSuperseded(state);
        } catch (StorageException e) {
            // A sign of life is not worth a run: without the store none is given.
            return;
        }
        said(SignsOfLife.words(backbone, split, images, of));
    }
}
