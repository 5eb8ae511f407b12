package org.equipoise.monitor.notice;

import java.util.concurrent.CompletionStage;

import org.equipoise.common.events.AlertChanged;

/** Whoever is told of alerts. */
@FunctionalInterface
public interface Receiver {

    /** Tells one change, without waiting; completes when it was taken, exceptionally when it was not. */
    CompletionStage<Void> tell(AlertChanged change);
}
