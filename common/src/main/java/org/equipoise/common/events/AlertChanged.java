package org.equipoise.common.events;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An alert began, grew, was explained or diagnosed, or ended. Topic {@code alerts.changed}, compacted, keyed by
 * {@code alertId}.
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
 * @param cause what lies behind it; absent while it does not fire
 * @param evidence for the cause, one sentence each with numbers; absent without a cause
 * @param diagnosis what was found out when somebody looked for the exact difference; absent until it was found
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
        Instant changedAt,
        @Nullable Cause cause,
        @Nullable List<String> evidence,
        @Nullable Diagnosis diagnosis)
        implements Dated {

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

    /** What lies behind an alert. */
    public enum Cause {
        /** The network, its weights, or the library that runs it. */
        @JsonProperty("model")
        MODEL,
        /** What is done with an image before the network. */
        @JsonProperty("preprocessing")
        PREPROCESSING,
        /** The images: another device, another export, another body part. */
        @JsonProperty("input")
        INPUT,
        /** Other patients: the classes really occur otherwise. */
        @JsonProperty("population")
        POPULATION,
        /** More than one of these is left. */
        @JsonProperty("unknown")
        UNKNOWN;

        /** Its name in JSON. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a diagnosis of the version says, in short.
     *
     * @param diagnosisId the diagnosis on {@code diagnoses.made}
     * @param sentence its sentence for an operator
     */
    public record Diagnosis(String diagnosisId, String sentence) {
        public Diagnosis {
            Require.name(diagnosisId, "diagnosisId");
            Require.text(sentence, "sentence");
        }
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
        Require.time(since, "since");
        Require.time(changedAt, "changedAt");
        evidence = evidence == null ? null : Require.list(evidence, "evidence");
    }

    /** An alert that was not diagnosed. */
    public AlertChanged(
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
            Instant changedAt,
            @Nullable Cause cause,
            @Nullable List<String> evidence) {
        this(
                alertId,
                model,
                modelVersion,
                kind,
                state,
                className,
                classIndex,
                share,
                healthyShare,
                odds,
                predictionsSeen,
                predictionsInvolved,
                summary,
                since,
                changedAt,
                cause,
                evidence,
                null);
    }

    /** An alert that is not explained. */
    public AlertChanged(
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
        this(
                alertId,
                model,
                modelVersion,
                kind,
                state,
                className,
                classIndex,
                share,
                healthyShare,
                odds,
                predictionsSeen,
                predictionsInvolved,
                summary,
                since,
                changedAt,
                null,
                null);
    }

    /** The same alert with what lies behind it, as it is known now. */
    public AlertChanged explained(Cause cause, List<String> evidence, long predictionsSeen, Instant now) {
        return new AlertChanged(
                alertId,
                model,
                modelVersion,
                kind,
                state,
                className,
                classIndex,
                share,
                healthyShare,
                odds,
                predictionsSeen,
                predictionsInvolved,
                summary,
                since,
                now,
                cause,
                evidence,
                diagnosis);
    }

    /** The same alert with what was found out about it. */
    public AlertChanged diagnosed(Diagnosis found, Instant now) {
        return new AlertChanged(
                alertId,
                model,
                modelVersion,
                kind,
                state,
                className,
                classIndex,
                share,
                healthyShare,
                odds,
                predictionsSeen,
                predictionsInvolved,
                summary,
                since,
                now,
                cause,
                evidence,
                found);
    }

    /** The same change with the cause and the evidence that were told {@code before}, if any were. */
    public AlertChanged explainedAs(AlertChanged before) {
        return before.cause == null || before.evidence == null
                ? this
                : explained(before.cause, before.evidence, predictionsSeen, changedAt);
    }

    /** Unique among the changes of all alerts; the same for every delivery of this one. */
    public String changeId() {
        return alertId + "/" + state.name().toLowerCase(Locale.ROOT) + "/" + predictionsSeen
                + (cause == null ? "" : "/" + cause.wireName())
                + (diagnosis == null ? "" : "/" + diagnosis.diagnosisId());
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("since", since, "changedAt", changedAt);
    }
}
