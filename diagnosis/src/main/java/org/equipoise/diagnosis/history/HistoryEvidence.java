package org.equipoise.diagnosis.history;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.history.TrainingHistory.Epoch;

/** What a training history says, as measures; only those that it really says. Losses count as cross-entropy in nats. */
public final class HistoryEvidence {

    /** Losses beyond this many times the prior's entropy are alike. */
    private static final double MOST = 1e6;
    /** A least loss below this share of the prior's entropy counts as this much where others are divided by it. */
    private static final double LEAST = 0.01;
    /** A loss that ends at so many times that of a constant answer has diverged, finite or not. */
    private static final double FAR_ABOVE = 10;

    private HistoryEvidence() {}

    /**
     * Its measures.
     *
     * @param priorEntropy of the classes as they were trained, nats, above 0; without it no loss can be read
     */
    public static Evidence of(TrainingHistory history, OptionalDouble priorEntropy) {
        Evidence said = unlearnt(history);
        List<Double> train = history.values(Epoch::trainLoss);
        List<Double> validation = history.values(Epoch::validationLoss);
        boolean diverged = history.diverged().isPresent();
        if (priorEntropy.isEmpty()) {
            return diverged || !train.isEmpty() ? said.with(Measure.DIVERGED, diverged ? 1 : 0) : said;
        }
        double prior = priorEntropy.getAsDouble();
        if (!train.isEmpty()) {
            double last = train.get(train.size() - 1);
            double least = Collections.min(train);
            diverged |= last > FAR_ABOVE * prior;
            said = said.with(Measure.TRAIN_LOSS, bounded(last / prior));
            if (train.size() > 1) {
                said = said.with(Measure.LOSS_REBOUND, bounded(last / Math.max(least, LEAST * prior)))
                        .with(Measure.FIRST_FALL, bounded((train.get(0) - least) / prior));
            }
        }
        if (!validation.isEmpty()) {
            said = said.with(Measure.VALIDATION_LOSS, bounded(Collections.min(validation) / prior));
        }
        return diverged || !train.isEmpty() || !validation.isEmpty()
                ? said.with(Measure.DIVERGED, diverged ? 1 : 0)
                : said;
    }

    private static Evidence unlearnt(TrainingHistory history) {
        List<Double> balanced = history.values(Epoch::balancedAccuracy);
        return balanced.size() < 2
                ? Evidence.NONE
                : Evidence.NONE.with(Measure.UNLEARNT, Collections.max(balanced) - balanced.get(balanced.size() - 1));
    }

    private static double bounded(double ratio) {
        return Math.max(-MOST, Math.min(MOST, ratio));
    }
}
