package org.equipoise.trainer.training;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.backbone.Backbone;

/** Signs of life of a run whose pretrained network looks at images, and the ear for who wants the run to stop. */
final class Looking implements DatasetFeatures.Progress {

    private final TrainingPorts ports;
    private final RunAnnouncements announcements;
    private final TrainingConfig config;
    private final Backbone backbone;
    private final RunState state;
    private final RunPlan plan;
    private Instant said;

    Looking(
            TrainingPorts ports,
            RunAnnouncements announcements,
            TrainingConfig config,
            Backbone backbone,
            RunState state,
            RunPlan plan) {
        this.ports = ports;
        this.announcements = announcements;
        this.config = config;
        this.backbone = backbone;
        this.state = state;
        this.plan = plan;
        said = ports.clock().instant();
    }

    static void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new RunInterruptedException("stopped while the classifier of a pretrained network was made");
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
        Instant now = ports.clock().instant();
        if (Duration.between(said, now).compareTo(config.reportStepsEvery()) < 0) {
            return;
        }
        said = now;
        try {
            ports.checkpoints().stopIfSuperseded(state);
        } catch (StorageException e) {
            // A sign of life is not worth a run: without the store none is given.
            return;
        }
        said(String.format(
                Locale.ROOT,
                "%s looked at %d of %d images of the %s split",
                backbone.name(),
                images,
                of,
                split.wireName()));
    }
}
