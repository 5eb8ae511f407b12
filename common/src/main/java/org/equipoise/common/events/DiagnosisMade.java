package org.equipoise.common.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Why a run collapsed, or was refused for its recalls. Topic {@code diagnoses.made}, keyed by {@code model}. The whole
 * card, with all evidence, is an object; this says what it ends in.
 *
 * @param diagnosisId examining the same run again says the same again under the same id
 * @param version the version that the run made; absent where it made none
 * @param condition what is wrong with the answers, in words
 * @param sentence one sentence for an operator
 * @param causes those worth naming, the most probable first; empty where the evidence is not enough
 * @param proof what the deciding experiment did; absent without one
 * @param cardKey of the card in bucket {@code models}: JSON, with a page of the same name and {@code .html} beside it
 * @param repair what a repair did; absent until one was tried. The diagnosis is said again then, under its id
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DiagnosisMade(
        String diagnosisId,
        String model,
        @Nullable String version,
        String runId,
        String condition,
        String sentence,
        List<NamedCause> causes,
        @Nullable Proof proof,
        String cardKey,
        Instant diagnosedAt,
        @Nullable Repair repair)
        implements Dated {

    /** Of a condition and of a sentence. */
    public static final int MOST_CHARACTERS = 1024;

    /** Causes that are named, at most. */
    public static final int MOST_CAUSES = 32;

    /**
     * A cause.
     *
     * @param cause its name, as {@code docs/causes.md} lists it
     * @param probability in [0, 1]
     */
    public record NamedCause(String cause, double probability) {
        public NamedCause {
            Require.name(cause, "cause");
            Require.fraction(probability, "probability");
        }
    }

    /**
     * An experiment.
     *
     * @param experiment its name
     * @param sentence what was done and found
     * @param before balanced accuracy, in [0, 1]
     * @param after balanced accuracy, in [0, 1]
     */
    public record Proof(String experiment, String sentence, double before, double after) {
        public Proof {
            Require.name(experiment, "experiment");
            Require.text(sentence, "sentence");
            Require.fraction(before, "before");
            Require.fraction(after, "after");
        }
    }

    /**
     * Another run that should repair it.
     *
     * @param runId of the other run
     * @param sentence what was changed, and what came of it
     * @param before macro-F1 on the test images, in [0, 1]; absent where the first run made no model
     * @param after macro-F1 on the same images, in [0, 1]; absent where the other run made none
     * @param repaired whether the recalls came back
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Repair(
            String runId,
            String sentence,
            @Nullable Double before,
            @Nullable Double after,
            boolean repaired) {
        public Repair {
            Require.name(runId, "runId");
            Require.text(sentence, "sentence");
            if (before != null) {
                Require.fraction(before, "before");
            }
            if (after != null) {
                Require.fraction(after, "after");
            }
        }
    }

    public DiagnosisMade {
        Require.name(diagnosisId, "diagnosisId");
        Require.name(model, "model");
        if (version != null) {
            Require.name(version, "version");
        }
        Require.name(runId, "runId");
        Require.text(condition, "condition");
        Require.text(sentence, "sentence");
        causes = Require.list(causes, MOST_CAUSES, "causes");
        Require.text(cardKey, "cardKey");
        Require.time(diagnosedAt, "diagnosedAt");
    }

    /** Before any repair was tried. */
    public DiagnosisMade(
            String diagnosisId,
            String model,
            @Nullable String version,
            String runId,
            String condition,
            String sentence,
            List<NamedCause> causes,
            @Nullable Proof proof,
            String cardKey,
            Instant diagnosedAt) {
        this(diagnosisId, model, version, runId, condition, sentence, causes, proof, cardKey, diagnosedAt, null);
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("diagnosedAt", diagnosedAt);
    }
}
