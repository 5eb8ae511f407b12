package org.equipoise.monitor.kafka;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.messaging.DeadLetter;

/** What the watcher says. */
sealed interface WatchOutput {

    /** An alert changed. */
    record Alert(AlertChanged event) implements WatchOutput {}

    /** What cannot be taken in. */
    record Refused(DeadLetter letter) implements WatchOutput {}
}
