package org.equipoise.diagnosis.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.evaluation.ProbabilityRows;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.Diagnosis.ClassRecall;
import org.equipoise.diagnosis.card.Diagnosis.Missing;
import org.equipoise.diagnosis.card.Diagnosis.NamedCause;
import org.equipoise.diagnosis.card.Diagnosis.NamedEvidence;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.predictions.Answers;
import org.equipoise.diagnosis.predictions.FileDiagnosis;
import org.equipoise.diagnosis.preprocessing.Trial;
import org.equipoise.diagnosis.ranking.Ranking.Ranked;
import org.jspecify.annotations.Nullable;

/**
 * The diagnosis of a model on disk: what its answers prove, as of a file of them, and beside that what asking it in
 * other ways, and looking at its weights, proves.
 */
public final class ModelDiagnosis {

    private final String subject;
    private final LabelSet labels;
    private final ModelExamination seen;
    private final @Nullable ClassDistribution counts;
    private final @Nullable TrainingHistory history;
    private final List<String> notes;
    private final Instant at;
    private final FileDiagnosis today;
    private final ModelWords words;

    private ModelDiagnosis(
            String subject,
            LabelSet labels,
            ModelExamination seen,
            @Nullable ClassDistribution counts,
            @Nullable TrainingHistory history,
            List<String> notes,
            Instant at) {
        this.subject = subject;
        this.labels = labels;
        this.seen = seen;
        this.counts = counts;
        this.history = history;
        this.notes = notes;
        this.at = at;
        today = of(seen.today());
        words = new ModelWords(labels, seen);
    }

    /**
     * Diagnoses.
     *
     * @param subject name of the model
     * @param labels classes in the order of its outputs
     * @param counts training images by class, likewise; absent where nobody said
     * @param history of the training; absent without one
     * @param notes what was understood rather than said
     */
    public static FileDiagnosis of(
            String subject,
            LabelSet labels,
            ModelExamination seen,
            @Nullable ClassDistribution counts,
            @Nullable TrainingHistory history,
            List<String> notes,
            Instant at) {
        return new ModelDiagnosis(subject, labels, seen, counts, history, notes, at).diagnosis();
    }

    private FileDiagnosis diagnosis() {
        Optional<OutputOrder.Found> order = OutputOrder.of(seen.labels(), seen.today(), labels.size());
        Trial found = seen.result().found().orElse(null);
        if (order.isPresent() && (found == null || order.get().balancedAccuracy() >= found.balancedAccuracy())) {
            return proved(
                    Cause.OUTPUT_READ_WRONGLY, words.order(order.get()), List.of(words.orderProof(order.get())), null);
        }
        boolean fault = today.evaluation() != null && !today.card().condition().equals(HEALTHY);
        boolean restored = found != null && found.balancedAccuracy() >= RESTORED;
        if (fault && !restored && !seen.layers().atStart().isEmpty()) {
            List<String> reasons = new ArrayList<>(List.of(words.layersProof(), words.tried()));
            if (found != null) {
                reasons.add(words.byChance(found));
            }
            return proved(Cause.FROZEN_WEIGHTS, words.layers(), reasons, null);
        }
        return found != null ? preprocessing(found) : open(fault);
    }

    /**
     * Balanced accuracy from which on a layer that was not trained is no explanation: what it draws from trained layers
     * before it tells classes apart by chance, and under one preprocessing more than under another.
     */
    private static final double RESTORED = 0.9;

    /** What {@link FileDiagnosis} says of answers by which no class is lost. */
    private static final String HEALTHY = "no class is lost";

    private FileDiagnosis of(List<List<Double>> rows) {
        double[] values = rows.stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .toArray();
        int[] truth = seen.labels().stream().mapToInt(Integer::intValue).toArray();
        Answers answers =
                Answers.of(labels, Answers.Form.PROBABILITIES, truth, ProbabilityRows.of(labels.size(), values), null);
        return FileDiagnosis.of(subject, answers, counts, history, notes, at);
    }

    private FileDiagnosis preprocessing(Trial found) {
        FileDiagnosis after = of(seen.after());
        boolean repaired = after.card().condition().equals(HEALTHY);
        List<String> reasoning = new ArrayList<>(List.of(words.gain(found), words.tried(), words.paste(found)));
        words.alike().ifPresent(reasoning::add);
        List<NamedCause> causes = new ArrayList<>(List.of(proved(Cause.PREPROCESSING_DIFFERS)));
        if (!repaired) {
            reasoning.add("With that preprocessing the answers are still not sound ("
                    + after.card().condition() + "), so there is something else, too.");
            after.reasoning().forEach(sentence -> reasoning.add("With that preprocessing: " + sentence));
            causes.addAll(after.card().causes());
        }
        Trial before = seen.result().before();
        Diagnosis card = today.card();
        List<NamedEvidence> evidence = new ArrayList<>(List.of(NamedEvidence.of(
                Measure.PREPROCESSING_GAIN, seen.result().gain(), List.of(Cause.PREPROCESSING_DIFFERS), List.of())));
        evidence.addAll(card.evidence());
        return with(
                new Diagnosis(
                        card.subject(),
                        card.condition(),
                        words.found(found),
                        causes,
                        List.of(),
                        evidence,
                        repaired ? List.of() : after.card().missing(),
                        recalls(before, found),
                        null,
                        new Diagnosis.Proof(
                                Measure.PREPROCESSING_GAIN.wireName(),
                                words.gain(found),
                                before.balancedAccuracy(),
                                found.balancedAccuracy()),
                        new Diagnosis.Repair(
                                words.instruction(found),
                                Map.of(),
                                before.balancedAccuracy(),
                                found.balancedAccuracy(),
                                repaired),
                        card.at()),
                reasoning);
    }

    private List<ClassRecall> recalls(Trial before, Trial after) {
        List<ClassRecall> recalls = new ArrayList<>();
        for (int k = 0; k < labels.size(); k++) {
            int label = k;
            long images = seen.labels().stream().filter(one -> one == label).count();
            if (images > 0) {
                recalls.add(new ClassRecall(
                        labels.name(k),
                        images,
                        before.recalls().get(k),
                        after.recalls().get(k)));
            }
        }
        return recalls;
    }

    /** One cause is proved by something else than the answers; a corrected prior is no repair then. */
    private FileDiagnosis proved(Cause cause, String sentence, List<String> reasons, Diagnosis.@Nullable Proof proof) {
        Diagnosis card = today.card();
        List<String> reasoning = new ArrayList<>(reasons);
        reasoning.addAll(today.reasoning());
        return with(
                new Diagnosis(
                        card.subject(),
                        card.condition(),
                        sentence,
                        List.of(proved(cause)),
                        card.ruledOut().stream()
                                .filter(name -> !name.equals(cause.wireName()))
                                .toList(),
                        card.evidence(),
                        List.of(),
                        card.recalls(),
                        null,
                        proof,
                        null,
                        card.at()),
                reasoning);
    }

    /** What the answers alone say, and that no preprocessing helps. */
    private FileDiagnosis open(boolean fault) {
        Diagnosis card = today.card();
        List<String> reasoning = new ArrayList<>();
        reasoning.add(words.tried());
        words.nothingHelps(fault).ifPresent(reasoning::add);
        reasoning.addAll(today.reasoning());
        List<Missing> missing = new ArrayList<>();
        if (fault) {
            missing.addAll(words.missing());
        }
        missing.addAll(card.missing());
        String sentence = card.causes().isEmpty() ? words.open(fault) : card.sentence();
        return with(
                new Diagnosis(
                        card.subject(),
                        card.condition(),
                        sentence,
                        card.causes(),
                        card.ruledOut(),
                        card.evidence(),
                        missing,
                        card.recalls(),
                        card.prior(),
                        card.proof(),
                        card.repair(),
                        card.at()),
                reasoning);
    }

    private static NamedCause proved(Cause cause) {
        return NamedCause.of(new Ranked(cause, 1));
    }

    private FileDiagnosis with(Diagnosis card, List<String> reasoning) {
        List<String> understood = new ArrayList<>(words.understood());
        understood.addAll(today.understood());
        return new FileDiagnosis(card, reasoning, today.evaluation(), history, today.priorEntropy(), understood);
    }
}
