package org.equipoise.diagnosis.predictions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.evaluation.Evaluation.PerClass;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.Diagnosis.ClassRecall;
import org.equipoise.diagnosis.card.Diagnosis.NamedCause;
import org.equipoise.diagnosis.card.Diagnosis.NamedEvidence;
import org.equipoise.diagnosis.card.Diagnosis.PriorCorrection;
import org.equipoise.diagnosis.card.Diagnosis.Proof;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.ranking.Ranking.Ranked;
import org.jspecify.annotations.Nullable;

/**
 * The diagnosis of a classifier of which there are only files. Written to JSON as it is, the card's fields among the
 * others.
 *
 * @param card what is told of any diagnosis
 * @param reasoning what follows from what, in sentences
 * @param evaluation of the answers; absent without any
 * @param history of the training; absent without one
 * @param priorEntropy loss of the best constant answer, nats; absent where class shares are not known
 * @param understood what was understood of the files rather than read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FileDiagnosis(
        @JsonUnwrapped Diagnosis card,
        List<String> reasoning,
        @Nullable Evaluation evaluation,
        @Nullable TrainingHistory history,
        @Nullable Double priorEntropy,
        List<String> understood) {

    public FileDiagnosis {
        reasoning = List.copyOf(reasoning);
        understood = List.copyOf(understood);
    }

    /**
     * Diagnoses.
     *
     * @param subject name of what was examined
     * @param answers to labelled images; absent where there is only a history
     * @param counts training images by class, in the order of the answers' classes; absent where nobody said
     * @param history of the training; absent without one. One of it and the answers is there
     * @param understood what was understood of the files rather than read
     */
    public static FileDiagnosis of(
            String subject,
            @Nullable Answers answers,
            @Nullable ClassDistribution counts,
            @Nullable TrainingHistory history,
            List<String> understood,
            Instant at) {
        if (answers == null && history == null) {
            throw new IllegalArgumentException("neither answers nor a history to diagnose");
        }
        Findings findings = Findings.of(answers, counts, history);
        List<Conclusion> conclusions = Deduction.from(findings);
        List<Cause> proved = conclusions.stream()
                .flatMap(c -> c.proves().stream())
                .distinct()
                .toList();
        Set<Cause> excluded = EnumSet.noneOf(Cause.class);
        conclusions.forEach(c -> excluded.addAll(c.excludes()));
        proved.forEach(excluded::remove);
        List<Diagnosis.Missing> missing = MissingEvidence.of(findings, proved);
        PriorTrial trial = proved.contains(Cause.HEALTHY) ? null : findings.trial();
        var card = new Diagnosis(
                subject,
                condition(findings),
                new OperatorSentence(findings, proved, excluded, missing).words(),
                proved.stream()
                        .map(cause -> NamedCause.of(new Ranked(cause, 1)))
                        .toList(),
                excluded.stream().map(Cause::wireName).toList(),
                evidence(findings, conclusions),
                missing,
                recalls(findings, trial),
                trial == null ? null : trial.correction(),
                proved.contains(Cause.CLASS_IMBALANCE) ? proof(findings) : null,
                null,
                at);
        List<String> notes = new ArrayList<>(understood);
        notes.addAll(assumptions(findings, trial));
        return new FileDiagnosis(
                card,
                conclusions.stream().map(Conclusion::words).toList(),
                findings.evaluation(),
                history,
                findings.priorEntropy(),
                notes);
    }

    private static String condition(Findings findings) {
        if (findings.answers() == null) {
            return "not known: no answers were given";
        }
        return findings.fault().orElse("no class is lost");
    }

    private static List<NamedEvidence> evidence(Findings findings, List<Conclusion> conclusions) {
        return findings.evidence().known().stream()
                .map(measure -> NamedEvidence.of(
                        measure,
                        findings.evidence().value(measure).orElseThrow(),
                        causes(conclusions, measure, true),
                        causes(conclusions, measure, false)))
                .sorted(java.util.Comparator.comparing(known ->
                        known.speaksFor().isEmpty() && known.speaksAgainst().isEmpty()))
                .toList();
    }

    private static List<Cause> causes(List<Conclusion> conclusions, Measure measure, boolean proved) {
        return conclusions.stream()
                .filter(conclusion -> conclusion.from().contains(measure))
                .flatMap(conclusion -> (proved ? conclusion.proves() : conclusion.excludes()).stream())
                .distinct()
                .toList();
    }

    private static List<ClassRecall> recalls(Findings findings, @Nullable PriorTrial trial) {
        Evaluation evaluation = findings.evaluation();
        if (evaluation == null) {
            return List.of();
        }
        List<ClassRecall> recalls = new ArrayList<>();
        for (int k = 0; k < evaluation.classes().size(); k++) {
            PerClass c = evaluation.classes().get(k);
            Double recall = c.recall();
            if (recall != null) {
                recalls.add(new ClassRecall(
                        c.name(),
                        c.support(),
                        recall,
                        trial == null
                                ? null
                                : Double.valueOf(trial.after().recall(k).orElseThrow())));
            }
        }
        return recalls;
    }

    private static @Nullable Proof proof(Findings findings) {
        PriorTrial trial = findings.trial();
        if (trial == null) {
            return null;
        }
        PriorCorrection correction = trial.correction();
        return new Proof(
                Measure.PRIOR_GAIN.wireName(),
                String.format(
                        Locale.ROOT,
                        "with the prior subtracted the balanced accuracy goes from %.3f to %.3f",
                        correction.before(),
                        correction.after()),
                correction.before(),
                correction.after());
    }

    private static List<String> assumptions(Findings findings, @Nullable PriorTrial trial) {
        List<String> notes = new ArrayList<>();
        if (trial != null) {
            notes.add(
                    findings.counts() == null
                            ? "the prior that is subtracted is the share of each label in this file, for --counts does not"
                                    + " say that of the training; check the corrected answers on other images"
                            : "the prior that is subtracted is that of --counts; nothing was fitted to these labels");
        }
        if (findings.history() != null && findings.priorEntropy() != null) {
            notes.add(String.format(
                    Locale.ROOT,
                    "losses are taken as cross-entropy in nats, not weighted; the best constant answer has %.3f, by %s",
                    findings.priorEntropy(),
                    findings.counts() == null ? "the labels in this file" : "--counts"));
        }
        return notes;
    }

    /** All causes but the healthy ones. */
    static int causesOfFaults() {
        return (int) Arrays.stream(Cause.values())
                .filter(cause -> cause.remedy() != Cause.Remedy.NONE)
                .count();
    }
}
