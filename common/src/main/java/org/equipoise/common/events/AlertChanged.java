package org.equipoise.common.events;

import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An alert began, grew, or ended. Topic {@code alerts.changed}, compacted, keyed by {@code alertId}.
 *
 * @param alertId {@code model/version/kind/class}, or {@code model/version/kind} for constant output and squashed
 *     scores; the same trouble keeps the same id
 * @param className the class that dominates (collapse) or is missing (never predicted); for constant output and
 *     squashed scores the one that is answered most at present
 * @param share share of the answers since the trouble is likely to have begun that show it, in [0, 1]: of its class, of
 *     repeated outputs, of small margins
 * @param healthyShare the same while the model is healthy, in [0, 1]; for constant output and squashed scores its upper
 *     confidence bound
 * @param odds how much likelier the answers are under the trouble than under a healthy model; at least the policy's
 *     mean number of studies between false alarms when it fires
 * @param predictionsSeen predictions of this version up to this change
 * @param predictionsInvolved of these, the ones since the trouble is likely to have begun
 * @param summary one sentence for a person at night
 */
public record AlertChanged(
        String alertId,
        String model,
        String modelVersion,
        Kind kind,
        State state,
        String className,
        int classIndex,
        double share,
        double healthyShare,
        double odds,
        long predictionsSeen,
        long predictionsInvolved,
        String summary,
        Instant since,
        Instant changedAt) {

    /** What is wrong. */
    public enum Kind {
        /** One class takes far more answers than it does while healthy. */
        @JsonProperty("collapse")
        COLLAPSE,
        /** A class that should appear does not. */
        @JsonProperty("never-predicted")
        NEVER_PREDICTED,
        /** The probabilities are the same for every image, bit by bit. */
        @JsonProperty("constant-output")
        CONSTANT_OUTPUT,
        /** The most probable class is hardly ahead of the next one. */
        @JsonProperty("squashed-scores")
        SQUASHED_SCORES;

        /** Its name in JSON, in alert ids and as a label of metrics. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How far it is. */
    public enum State {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("firing")
        FIRING,
        @JsonProperty("resolved")
        RESOLVED
    }

    public AlertChanged {
        Require.text(alertId, "alertId");
        Require.name(model, "model");
        Require.name(modelVersion, "modelVersion");
        Require.present(kind, "kind");
        Require.present(state, "state");
        Require.text(className, "className");
        Require.atLeast(classIndex, 0, "classIndex");
        Require.fraction(share, "share");
        Require.fraction(healthyShare, "healthyShare");
        Require.text(summary, "summary");
        Require.present(since, "since");
        Require.present(changedAt, "changedAt");
    }
}
