package org.equipoise.trainer.labels;

import org.equipoise.common.events.LabelSuspected;

/** Takes labels that are probably wrong. */
public interface SuspectSink {

    /** Publishes; comes back when it is stored. */
    void suspected(LabelSuspected event);
}
