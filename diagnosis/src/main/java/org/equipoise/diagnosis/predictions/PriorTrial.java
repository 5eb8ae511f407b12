package org.equipoise.diagnosis.predictions;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.PriorShift;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.diagnosis.card.Diagnosis.PriorCorrection;

/**
 * What becomes of the answers when the shares of the training classes are taken out of them: {@code log(1/K) -
 * log(share)} is added to the logarithm of each probability. Nothing is fitted to the labels.
 *
 * @param correction as numbers to paste, and what they do
 * @param before counts of (true class, most probable class)
 * @param after the same with the correction
 * @see <a href="https://doi.org/10.1162/089976602753284446">Saerens, Latinne and Decaestecker, Neural Computation
 *     2002</a>
 */
record PriorTrial(PriorCorrection correction, ConfusionMatrix before, ConfusionMatrix after) {

    /**
     * Tries it.
     *
     * @param shares images of each class that the classifier was trained on
     * @return empty where a class has no share: its offset would be infinite
     */
    static Optional<PriorTrial> of(LabelledProbabilities answers, LabelSet labels, ClassDistribution shares) {
        int classes = labels.size();
        if (shares.counts().contains(0L)) {
            return Optional.empty();
        }
        var shift = new PriorShift(
                IntStream.range(0, classes).mapToObj(shares::share).toList(),
                Collections.nCopies(classes, 1.0 / classes));
        ConfusionMatrix before = answers.confusion();
        ConfusionMatrix after = shift.apply(answers).confusion();
        List<String> names = labels.classes();
        boolean repairs = fault(before, labels) && !fault(after, labels);
        return Optional.of(new PriorTrial(
                new PriorCorrection(
                        names,
                        shift.offsets(),
                        classes == 2 ? Double.valueOf(shares.share(1)) : null,
                        before.balancedAccuracy(),
                        after.balancedAccuracy(),
                        repairs),
                before,
                after));
    }

    private static boolean fault(ConfusionMatrix answers, LabelSet labels) {
        return AnswerFault.words(Evaluation.of(answers, labels)).isPresent();
    }
}
