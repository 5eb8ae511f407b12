package org.equipoise.monitor.kafka;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.PredictionMade;

/** What the watcher reacts to. */
sealed interface WatchInput {

    /** An image was classified. */
    record Prediction(PredictionMade event) implements WatchInput {}

    /** The gate decided which version serves. */
    record Decision(ModelDecided event) implements WatchInput {}
}
