package org.equipoise.trainer.training;

import org.equipoise.common.events.TrainingProgressed;

/** Takes what a run has to say. */
public interface ProgressSink {

    /** Publishes; comes back when it is stored. */
    void publish(TrainingProgressed progress);
}
