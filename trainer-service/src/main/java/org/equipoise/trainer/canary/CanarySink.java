package org.equipoise.trainer.canary;

import org.equipoise.common.events.CanariesReplayed;

/** Where replays are announced. */
@FunctionalInterface
public interface CanarySink {

    /** Comes back when the announcement is kept. */
    void replayed(CanariesReplayed event);
}
