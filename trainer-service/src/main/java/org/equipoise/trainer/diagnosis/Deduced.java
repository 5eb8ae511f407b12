package org.equipoise.trainer.diagnosis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.Diagnosis.NamedEvidence;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.predictions.Answers;
import org.equipoise.diagnosis.predictions.FileDiagnosis;
import org.equipoise.trainer.training.SplitPredictions;
import org.jspecify.annotations.Nullable;

/**
 * What follows by definition from a run's answers, counts and history, as for files from elsewhere. Only of runs whose
 * loss sees the classes as they are: what another balance of them does to the answers, a subtracted prior cannot tell.
 */
final class Deduced {

    private Deduced() {}

    /** The diagnosis; empty where nothing can be deduced. */
    static Optional<Diagnosis> of(
            String subject, ExaminedRun run, LabelSet labels, @Nullable TrainingHistory history, Instant at) {
        SplitPredictions answers = run.answers();
        if (answers == null || answers.size() == 0 || !RunFacts.asLabelled(run.recipe(), run.counts())) {
            return Optional.empty();
        }
        return answers.labelled().map(rows -> {
            int[] truth = new int[answers.size()];
            for (int i = 0; i < truth.length; i++) {
                truth[i] = answers.label(i);
            }
            return FileDiagnosis.of(
                            subject,
                            Answers.of(labels, Answers.Form.PROBABILITIES, truth, rows.rows(), null),
                            new ClassDistribution(run.counts()),
                            history,
                            List.of(),
                            at)
                    .card();
        });
    }

    /**
     * A ranking with all that was measured, and what follows from the answers: how recalls would be with the prior
     * corrected, and that as the proof where no other experiment is one.
     *
     * @param beside a number that was measured and ranks nothing
     */
    static Diagnosis with(
            Diagnosis ranked, Evidence measured, Optional<NamedEvidence> beside, @Nullable Diagnosis deduced) {
        List<NamedEvidence> evidence = new ArrayList<>(ranked.evidence());
        Set<String> said = evidence.stream().map(NamedEvidence::measure).collect(Collectors.toSet());
        if (deduced != null) {
            deduced.evidence().stream().filter(one -> said.add(one.measure())).forEach(evidence::add);
        }
        measured.known().stream()
                .filter(measure -> said.add(measure.wireName()))
                .forEach(measure -> evidence.add(
                        NamedEvidence.of(measure, measured.value(measure).orElseThrow(), List.of(), List.of())));
        beside.ifPresent(evidence::add);
        return new Diagnosis(
                ranked.subject(),
                ranked.condition(),
                ranked.sentence(),
                ranked.causes(),
                ranked.ruledOut(),
                evidence,
                ranked.missing(),
                deduced == null ? ranked.recalls() : deduced.recalls(),
                deduced == null ? null : deduced.prior(),
                ranked.proof() == null && deduced != null && agree(ranked, deduced) ? deduced.proof() : ranked.proof(),
                null,
                ranked.at());
    }

    /** Whether what was deduced is the cause that is most probable. */
    private static boolean agree(Diagnosis ranked, Diagnosis deduced) {
        return ranked.causes().stream()
                .limit(1)
                .anyMatch(first -> deduced.causes().stream()
                        .anyMatch(cause -> cause.cause().equals(first.cause())));
    }
}
