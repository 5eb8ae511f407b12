package org.equipoise.diagnosis.predictions;

import java.util.OptionalDouble;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.common.evaluation.RocAuc;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;

/** What answers and training counts say, as measures. */
public final class AnswerEvidence {

    /** Probabilities that differ by less over all images are the same. */
    private static final double SAME = 1e-6;

    private AnswerEvidence() {}

    static Evidence of(Answers answers) {
        Evidence said = of(answers.confusion());
        OptionalDouble ranking =
                answers.probabilities().map(rows -> RocAuc.of(rows).macro()).orElse(OptionalDouble.empty());
        return ranking.isPresent() ? said.with(Measure.RANKING, ranking.getAsDouble()) : said;
    }

    /**
     * Of answers to at least one image: lowest recall, balanced accuracy above chance, share of the class answered
     * most.
     */
    public static Evidence of(ConfusionMatrix confusion) {
        int classes = confusion.classes();
        long mostAnswered = IntStream.range(0, classes)
                .mapToLong(confusion::predicted)
                .max()
                .orElseThrow();
        long largest =
                IntStream.range(0, classes).mapToLong(confusion::support).max().orElseThrow();
        double lowest = IntStream.range(0, classes)
                .mapToObj(confusion::recall)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .min()
                .orElseThrow();
        double chance = 1.0 / classes;
        return Evidence.NONE
                .with(Measure.LOWEST_RECALL, lowest)
                .with(Measure.BALANCED_ACCURACY, (confusion.balancedAccuracy() - chance) / (1 - chance))
                .with(Measure.BEST_SHARE, mostAnswered / (double) largest);
    }

    /** Of training images by class; a class without any counts as one image. */
    static Evidence of(ClassDistribution counts) {
        long most = counts.counts().stream().mapToLong(Long::longValue).max().orElseThrow();
        long least = counts.counts().stream().mapToLong(Long::longValue).min().orElseThrow();
        return Evidence.NONE
                .with(Measure.IMBALANCE_RATIO, most / (double) Math.max(1, least))
                .with(Measure.SMALLEST_CLASS, least);
    }

    /** Whether every image gets the same probabilities: nothing of it reaches the answer. */
    static boolean constant(LabelledProbabilities answers) {
        for (int k = 0; k < answers.classes(); k++) {
            double least = 1;
            double most = 0;
            for (int i = 0; i < answers.size(); i++) {
                least = Math.min(least, answers.probability(i, k));
                most = Math.max(most, answers.probability(i, k));
            }
            if (most - least > SAME) {
                return false;
            }
        }
        return answers.size() > 1;
    }
}
