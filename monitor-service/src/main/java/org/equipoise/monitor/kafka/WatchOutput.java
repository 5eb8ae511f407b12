package org.equipoise.monitor.kafka;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.PredictionMade;

/** What the watcher says. */
sealed interface WatchOutput {

    /** An alert changed. */
    record Alert(AlertChanged event) implements WatchOutput {}

    /** A prediction that cannot be counted; the reason is in the headers. */
    record DeadLetter(PredictionMade event) implements WatchOutput {}
}
