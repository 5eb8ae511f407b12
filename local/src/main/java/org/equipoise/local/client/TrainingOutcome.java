package org.equipoise.local.client;

import java.util.Optional;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;

/** How a training run ended. */
public sealed interface TrainingOutcome {

    /** The run gave a version, and the gate decided about it. */
    record Decided(ModelTrained trained, ModelDecided decision) implements TrainingOutcome {

        /** Whether the version serves now. */
        public boolean promoted() {
            return decision.outcome() == ModelDecided.Outcome.PROMOTED;
        }
    }

    /** The run gave up; nothing was registered. */
    record Failed(String runId, String reason) implements TrainingOutcome {}

    /** The version and the decision, or empty when the run failed. */
    default Optional<Decided> decided() {
        return this instanceof Decided decided ? Optional.of(decided) : Optional.empty();
    }
}
