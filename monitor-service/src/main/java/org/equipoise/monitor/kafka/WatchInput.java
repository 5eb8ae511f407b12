package org.equipoise.monitor.kafka;

import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.messaging.Topics;

/** What the watcher reacts to. */
sealed interface WatchInput {

    /** The event itself. */
    Object event();

    /** The topic that it was published on. */
    String topic();

    /** An image was classified. */
    record Prediction(PredictionMade event) implements WatchInput {
        @Override
        public String topic() {
            return Topics.PREDICTIONS_MADE;
        }
    }

    /** The gate decided which version serves. */
    record Decision(ModelDecided event) implements WatchInput {
        @Override
        public String topic() {
            return Topics.MODELS_DECIDED;
        }
    }

    /** Labelled images were shown to a version. */
    record Replay(CanariesReplayed event) implements WatchInput {
        @Override
        public String topic() {
            return Topics.CANARIES_REPLAYED;
        }
    }

    /** It was found out why a run failed, or what an alert comes from. */
    record Finding(DiagnosisMade event) implements WatchInput {
        @Override
        public String topic() {
            return Topics.DIAGNOSES_MADE;
        }
    }
}
