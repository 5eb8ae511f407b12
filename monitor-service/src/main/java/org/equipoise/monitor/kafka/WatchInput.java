package org.equipoise.monitor.kafka;

import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.PredictionMade;

/** What the watcher reacts to. */
sealed interface WatchInput {

    /** An image was classified. */
    record Prediction(PredictionMade event) implements WatchInput {}

    /** The gate decided which version serves. */
    record Decision(ModelDecided event) implements WatchInput {}

    /** Labelled images were shown to a version. */
    record Replay(CanariesReplayed event) implements WatchInput {}
}
