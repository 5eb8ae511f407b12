package org.equipoise.diagnosis.predictions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.evaluation.RocAuc;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.history.HistoryEvidence;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.history.TrainingHistory.Epoch;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a file of predictions, counts and a history say, before anything is concluded.
 *
 * @param answers absent where there is only a history
 * @param evaluation of the answers; absent with them
 * @param counts training images by class, in the order of the answers' classes; absent where nobody said
 * @param trial of a corrected prior; absent without probabilities, or where a class has no share
 * @param history of the training; absent where there is none
 * @param priorEntropy of the training classes, nats; absent where it is not known
 */
record Findings(
        @Nullable Answers answers,
        @Nullable Evaluation evaluation,
        @Nullable ClassDistribution counts,
        @Nullable PriorTrial trial,
        @Nullable TrainingHistory history,
        @Nullable Double priorEntropy,
        Evidence evidence) {

    static Findings of(
            @Nullable Answers answers, @Nullable ClassDistribution counts, @Nullable TrainingHistory history) {
        ClassDistribution shares = counts != null ? counts : answers == null ? null : labels(answers);
        Double entropy = shares == null || !(shares.entropy() > 0) ? null : Double.valueOf(shares.entropy());
        Evidence evidence = counts == null ? Evidence.NONE : AnswerEvidence.of(counts);
        Evaluation evaluation = null;
        PriorTrial trial = null;
        if (answers != null && shares != null) {
            evidence = evidence.and(AnswerEvidence.of(answers));
            OptionalDouble ranking = evidence.value(Measure.RANKING);
            evaluation = Evaluation.of(
                    answers.confusion(),
                    ranking.isPresent() ? Double.valueOf(ranking.getAsDouble()) : null,
                    null,
                    answers.labels());
            trial = answers.probabilities()
                    .flatMap(rows -> PriorTrial.of(rows, answers.labels(), shares))
                    .orElse(null);
            if (trial != null) {
                evidence = evidence.with(
                        Measure.PRIOR_GAIN,
                        trial.correction().after() - trial.correction().before());
            }
        }
        if (history != null) {
            evidence = evidence.and(
                    HistoryEvidence.of(history, entropy == null ? OptionalDouble.empty() : OptionalDouble.of(entropy)));
        }
        return new Findings(answers, evaluation, counts, trial, history, entropy, evidence);
    }

    private static ClassDistribution labels(Answers answers) {
        var confusion = answers.confusion();
        List<Long> counts = new ArrayList<>();
        for (int k = 0; k < confusion.classes(); k++) {
            counts.add(confusion.support(k));
        }
        return new ClassDistribution(counts);
    }

    /** What is wrong with the answers, in words; empty where nothing is, or there are none. */
    Optional<String> fault() {
        return evaluation == null ? Optional.empty() : AnswerFault.words(evaluation);
    }

    /** Whether the most probable class of each image is a healthier answer than what was answered. */
    boolean readWrongly() {
        Answers given = answers;
        if (given == null || fault().isEmpty()) {
            return false;
        }
        return given.form() == Answers.Form.SOFTMAX_OVER_IMAGES
                || given.said()
                        && given.probabilities()
                                .map(rows -> AnswerFault.words(Evaluation.of(rows.confusion(), given.labels()))
                                        .isEmpty())
                                .orElse(false);
    }

    /** Whether every image gets the same probabilities. */
    boolean constant() {
        return answers != null
                && answers.probabilities().map(AnswerEvidence::constant).orElse(false);
    }

    /** Area under the ROC curve by class, where there are probabilities. */
    Optional<RocAuc> areas() {
        return answers == null ? Optional.empty() : answers.probabilities().map(RocAuc::of);
    }

    /** Least training loss of any epoch, by the prior's entropy; empty where either is not known. */
    OptionalDouble leastTrainLoss() {
        Double prior = priorEntropy;
        return history == null || prior == null
                ? OptionalDouble.empty()
                : history.values(Epoch::trainLoss).stream()
                        .mapToDouble(loss -> loss / prior)
                        .min();
    }

    /** Classes that have labels and no training image. */
    List<String> untrained() {
        List<String> none = new ArrayList<>();
        if (counts != null && answers != null) {
            for (int k = 0; k < counts.counts().size(); k++) {
                if (counts.counts().get(k) == 0) {
                    none.add(answers.labels().name(k));
                }
            }
        }
        return none;
    }
}
