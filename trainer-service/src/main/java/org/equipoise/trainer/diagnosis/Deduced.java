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

    /** What was deduced, with all that was measured and what a ranking says of it. */
    static Diagnosis with(Diagnosis deduced, Diagnosis ranked, Evidence measured) {
        List<NamedEvidence> evidence = new ArrayList<>(deduced.evidence());
        Set<String> said = evidence.stream().map(NamedEvidence::measure).collect(Collectors.toSet());
        ranked.evidence().stream().filter(one -> said.add(one.measure())).forEach(evidence::add);
        measured.known().stream()
                .filter(measure -> said.add(measure.wireName()))
                .forEach(measure -> evidence.add(
                        NamedEvidence.of(measure, measured.value(measure).orElseThrow(), List.of(), List.of())));
        return new Diagnosis(
                ranked.subject(),
                ranked.condition(),
                deduced.sentence(),
                deduced.causes(),
                deduced.ruledOut(),
                evidence,
                ranked.missing(),
                deduced.recalls(),
                deduced.prior(),
                deduced.proof(),
                null,
                ranked.at());
    }
}
