package org.equipoise.trainer.training;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.PriorShift;
import org.equipoise.trainer.evaluation.TemperatureScaling;
import org.equipoise.trainer.recipe.AnswerAim;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.recipe.SoughtClass;

/**
 * What is done to the answers of a finished network, and whom they are for.
 *
 * @param correction first offsets, then a temperature
 * @param calibrated whether the temperature was fitted; else it is 1
 * @param shares of the classes where the corrected answers hold, summing to 1
 */
public record AnswerCorrection(LogitCorrection correction, boolean calibrated, List<Double> shares) {

    public AnswerCorrection {
        shares = List.copyOf(shares);
        if (shares.size() != correction.offsets().size()) {
            throw new IllegalArgumentException(
                    shares.size() + " shares for " + correction.offsets().size() + " offsets");
        }
    }

    /** Shares that the answers of the network itself assume, where the corrected ones are for {@link #shares}. */
    public List<Double> assumed() {
        return normalised(IntStream.range(0, shares.size())
                .mapToObj(k -> shares.get(k) * Math.exp(-correction.offsets().get(k)))
                .toList());
    }

    /**
     * Moves the answers to the prevalence, towards even classes, or to where they serve the aim best on images that
     * were not learnt from, then fits a temperature there with their classes counted at the shares that the answers
     * were moved to: at others even honest answers look too sure or too unsure. A threshold for a specificity is chosen
     * on the validation split alone: it is a quantile, and answers that are as honest as the whole's are not spread
     * alike.
     *
     * @param assumed shares that the network's answers assume, {@link EpochBalance#assumedShares}
     * @param counts training images per class, each at least 1
     */
    static AnswerCorrection of(
            Recipe.AnswerSettings answers, List<Double> assumed, List<Long> counts, UnseenAnswers unseen) {
        List<Double> offsets =
                answers.aim() == AnswerAim.NONE ? offsets(answers, assumed) : chosen(answers, assumed, counts, unseen);
        var shifted = new LogitCorrection(offsets, 1);
        List<Double> shares = normalised(IntStream.range(0, assumed.size())
                .mapToObj(k -> assumed.get(k) * Math.exp(offsets.get(k)))
                .toList());
        if (answers.calibration() == Recipe.Calibration.NONE) {
            return new AnswerCorrection(shifted, false, shares);
        }
        double temperature = shifted.applied(unseen.all())
                .labelled()
                .map(fitted ->
                        TemperatureScaling.fit(fitted, fitted.weightsAt(shares)).temperature())
                .orElse(1.0);
        return new AnswerCorrection(new LogitCorrection(offsets, temperature), true, shares);
    }

    /**
     * What the logits are moved by, nats: {@code tau * log((1/K) / assumed_k)}, towards even classes, or, where the
     * prevalence is known, {@code log(prevalence_k / assumed_k)}.
     */
    static List<Double> offsets(Recipe.AnswerSettings answers, List<Double> assumed) {
        int classes = assumed.size();
        List<Double> target = answers.prevalence().isEmpty()
                ? Collections.nCopies(classes, 1.0 / classes)
                : normalised(answers.prevalence());
        double strength = answers.prevalence().isEmpty() ? answers.adjustment() : 1;
        return new PriorShift(assumed, target)
                .offsets().stream().map(offset -> 0.0 + strength * offset).toList();
    }

    /**
     * What the logits are moved by where an aim chooses it: on the way back to the training prevalence, or a threshold.
     */
    private static List<Double> chosen(
            Recipe.AnswerSettings answers, List<Double> assumed, List<Long> counts, UnseenAnswers unseen) {
        SoughtClass sought = answers.sought();
        if (sought != null) {
            return SoughtThreshold.offsets(sought, unseen.validation());
        }
        SplitPredictions all = unseen.all();
        List<PriorCurve.Point> curve =
                all.size() == 0 ? List.of() : PriorCurve.of(all, assumed, counts, answers.costs());
        double strength = PriorCurve.best(curve, answers.aim());
        return new PriorShift(assumed, PriorCurve.shares(strength, counts)).offsets();
    }

    private static List<Double> normalised(List<Double> shares) {
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        return shares.stream().map(share -> share / sum).toList();
    }
}
