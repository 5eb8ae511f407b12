package org.equipoise.trainer.diagnosis;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingProgressed.Inside;
import org.equipoise.common.events.TrainingProgressed.LayerTelemetry;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.predictions.AnswerEvidence;
import org.equipoise.trainer.telemetry.DivergenceWatch;
import org.equipoise.trainer.training.SplitPredictions;

/** What a run said about itself while it trained, and what its model answers. */
final class RunTelemetry {

    /** Losses beyond this many times the prior's entropy are alike. */
    private static final double MOST = 1e6;

    private RunTelemetry() {}

    static Evidence of(ExaminedRun run) {
        List<EpochTelemetry> epochs = run.telemetry();
        boolean diverged = run.failure().contains("diverge")
                || run.failure().contains("not finite")
                || (!epochs.isEmpty() && DivergenceWatch.diverged(epochs.get(epochs.size() - 1)));
        Evidence said = Evidence.NONE.with(Measure.DIVERGED, diverged ? 1 : 0);
        if (!epochs.isEmpty()) {
            said = said.and(losses(epochs))
                    .and(run.stepwise() ? course(epochs) : Evidence.NONE)
                    .and(recalls(epochs));
            Inside inside = epochs.get(epochs.size() - 1).inside();
            said = inside == null ? said : said.and(inside(inside));
            said = inside == null || !run.stepwise() ? said : said.and(steps(inside, epochs));
        }
        SplitPredictions answers = run.answers();
        return answers == null || answers.size() == 0 ? said : said.and(AnswerEvidence.of(answers.confusion()));
    }

    private static Evidence losses(List<EpochTelemetry> epochs) {
        EpochTelemetry last = epochs.get(epochs.size() - 1);
        double prior = Math.max(1e-6, last.priorEntropy());
        double least =
                epochs.stream().mapToDouble(EpochTelemetry::trainLoss).min().orElseThrow();
        double leastOnValidation = epochs.stream()
                .mapToDouble(EpochTelemetry::validationLoss)
                .min()
                .orElseThrow();
        return Evidence.NONE
                .with(Measure.TRAIN_LOSS, bounded(last.trainLoss() / prior))
                .with(Measure.VALIDATION_LOSS, bounded(leastOnValidation / prior))
                .with(Measure.LOSS_REBOUND, bounded(last.trainLoss() / Math.max(least, 0.01 * prior)));
    }

    private static Evidence course(List<EpochTelemetry> epochs) {
        double prior = Math.max(1e-6, epochs.get(epochs.size() - 1).priorEntropy());
        double least =
                epochs.stream().mapToDouble(EpochTelemetry::trainLoss).min().orElseThrow();
        return Evidence.NONE.with(Measure.FIRST_FALL, bounded((epochs.get(0).trainLoss() - least) / prior));
    }

    private static double bounded(double ratio) {
        return Double.isFinite(ratio) ? Math.min(MOST, ratio) : MOST;
    }

    private static Evidence recalls(List<EpochTelemetry> epochs) {
        EpochTelemetry last = epochs.get(epochs.size() - 1);
        double best = epochs.stream()
                .mapToDouble(EpochTelemetry::balancedAccuracy)
                .max()
                .orElseThrow();
        Evidence said = Evidence.NONE
                .with(Measure.UNLEARNT, best - last.balancedAccuracy())
                .with(
                        Measure.BALANCED_ACCURACY,
                        aboveChance(last.balancedAccuracy(), last.recalls().size()));
        return last.lowestRecall().isEmpty()
                ? said
                : said.with(Measure.LOWEST_RECALL, last.lowestRecall().getAsDouble());
    }

    private static Evidence inside(Inside last) {
        Evidence said = Evidence.NONE
                .with(Measure.LOGIT_VARIANCE, Evidence.logarithm(last.logitVariance()))
                .with(Measure.LOWEST_TRAIN_RECALL, Collections.min(last.trainRecalls()))
                .with(
                        Measure.DEAD_UNITS,
                        last.layers().stream()
                                .map(LayerTelemetry::deadUnits)
                                .filter(Objects::nonNull)
                                .mapToDouble(Double::doubleValue)
                                .max()
                                .orElse(0));
        return last.recallGap() == null ? said : said.with(Measure.RECALL_GAP, last.recallGap());
    }

    /** What its steps did to the weights. */
    private static Evidence steps(Inside last, List<EpochTelemetry> epochs) {
        Evidence said = Evidence.NONE;
        double[] ratios = last.layers().stream()
                .mapToDouble(LayerTelemetry::updateRatio)
                .sorted()
                .toArray();
        if (ratios.length > 0) {
            said = said.with(Measure.UPDATE_RATIO, Evidence.logarithm(ratios[ratios.length / 2]));
        }
        Inside first = epochs.get(0).inside();
        double peak = epochs.stream()
                .map(EpochTelemetry::inside)
                .filter(Objects::nonNull)
                .map(Inside::greatestGradientNorm)
                .max(Comparator.naturalOrder())
                .orElse(0.0);
        return first == null || !(first.gradientNorm() > 0)
                ? said
                : said.with(Measure.GRADIENT_PEAK, Evidence.logarithm(bounded(peak / first.gradientNorm())));
    }

    /** A balanced accuracy as 0 at 1/K and 1 at 1. */
    private static double aboveChance(double balancedAccuracy, int classes) {
        return (balancedAccuracy - 1.0 / classes) / (1 - 1.0 / classes);
    }
}
