package org.equipoise.trainer.diagnosis;

import java.time.Instant;

import org.equipoise.diagnosis.card.Diagnosis;

/**
 * A diagnosis in one line.
 *
 * @param condition what is wrong with the answers, in words
 * @param sentence one sentence for an operator
 */
public record DiagnosedRun(String runId, String condition, String sentence, Instant at) {

    public static DiagnosedRun of(String runId, Diagnosis card) {
        return new DiagnosedRun(runId, card.condition(), card.sentence(), card.at());
    }
}
