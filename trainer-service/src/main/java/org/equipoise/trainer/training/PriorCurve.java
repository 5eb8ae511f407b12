package org.equipoise.trainer.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.PriorShift;
import org.equipoise.trainer.recipe.AnswerAim;
import org.equipoise.trainer.recipe.CostMatrix;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a split's answers on the way from even classes to the prevalence of the training split: at strength s
 * the answers are for class shares in the proportion of {@code prior_k^s}. Nothing is trained anew: only logits move
 * (Saerens et al. 2002). At 0 every class counts the same, at 1 every image.
 */
public final class PriorCurve {

    /** 0, 0.05, up to 1: between two of them hardly an image of a validation split changes its answer. */
    private static final int STEPS = 20;

    /** Shares that were written with two digits are meant. */
    private static final double NEAR = 0.005;

    private PriorCurve() {}

    /**
     * The split at one strength.
     *
     * @param strength in [0, 1]
     * @param balancedAccuracy mean of the recalls
     * @param macroF1 mean of the classes' F1
     * @param accuracy share answered right
     * @param cost mean cost of an answer; absent without costs
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Point(
            double strength,
            double balancedAccuracy,
            double macroF1,
            double accuracy,
            @Nullable Double cost) {

        /** How good it is for an aim: the more the better. */
        double worth(AnswerAim aim) {
            return switch (aim) {
                case NONE, BALANCED, SENSITIVITY -> balancedAccuracy;
                case F1 -> macroF1;
                case ACCURACY -> accuracy;
                case COST -> cost == null ? 0 : -cost;
            };
        }
    }

    /**
     * The curve of a split with at least one image.
     *
     * @param network answers of the network, before any correction
     * @param assumed class shares that they assume
     * @param counts training images per class, each at least 1
     * @param costs of wrong answers; may be empty
     */
    public static List<Point> of(SplitPredictions network, List<Double> assumed, List<Long> counts, CostMatrix costs) {
        return IntStream.rangeClosed(0, STEPS)
                .mapToObj(step -> point(step / (double) STEPS, network, assumed, counts, costs))
                .toList();
    }

    private static Point point(
            double strength, SplitPredictions network, List<Double> assumed, List<Long> counts, CostMatrix costs) {
        List<Double> offsets = new PriorShift(assumed, shares(strength, counts)).offsets();
        ConfusionMatrix answers =
                new LogitCorrection(offsets, 1).applied(network).confusion();
        return new Point(
                strength,
                answers.balancedAccuracy(),
                answers.macroF1(),
                answers.accuracy(),
                costs.isEmpty() ? null : cost(answers, costs));
    }

    private static double cost(ConfusionMatrix answers, CostMatrix costs) {
        double sum = 0;
        for (int t = 0; t < answers.classes(); t++) {
            for (int p = 0; p < answers.classes(); p++) {
                sum += answers.count(t, p) * costs.of(t, p);
            }
        }
        return sum / answers.total();
    }

    /** The best strength for an aim; of equally good ones the one nearest to even classes, where no class is lost. */
    static double best(List<Point> curve, AnswerAim aim) {
        ToDoubleFunction<Point> worth = point -> point.worth(aim);
        return curve.stream()
                .max(Comparator.comparingDouble(worth)
                        .thenComparing(
                                Comparator.comparingDouble(Point::strength).reversed()))
                .map(Point::strength)
                .orElse(0.0);
    }

    /** Class shares at a strength, summing to 1. */
    static List<Double> shares(double strength, List<Long> counts) {
        List<Double> powers = new ArrayList<>();
        double all = counts.stream().mapToLong(Long::longValue).sum();
        counts.forEach(count -> powers.add(Math.pow(count / all, strength)));
        double sum = powers.stream().mapToDouble(Double::doubleValue).sum();
        return powers.stream().map(power -> power / sum).toList();
    }

    /**
     * The strength whose shares these are, within {@value #NEAR}; empty where no strength in [0, 1] has them. Where the
     * classes are even in training, every strength is 0.
     */
    public static OptionalDouble strengthOf(List<Double> shares, List<Long> counts) {
        double[] x = centredLogs(counts.stream().mapToDouble(Long::doubleValue));
        double[] y = centredLogs(shares.stream().mapToDouble(Double::doubleValue));
        double xx = 0;
        double xy = 0;
        for (int k = 0; k < x.length; k++) {
            xx += x[k] * x[k];
            xy += x[k] * y[k];
        }
        double strength = xx == 0 ? 0 : Math.max(0, Math.min(1, Math.rint(xy / xx * 1e6) / 1e6));
        List<Double> there = shares(strength, counts);
        boolean same = IntStream.range(0, shares.size()).allMatch(k -> Math.abs(shares.get(k) - there.get(k)) < NEAR);
        return same ? OptionalDouble.of(strength) : OptionalDouble.empty();
    }

    private static double[] centredLogs(DoubleStream values) {
        double[] logs = values.map(value -> Math.log(Math.max(Double.MIN_NORMAL, value)))
                .toArray();
        double mean = DoubleStream.of(logs).average().orElse(0);
        return DoubleStream.of(logs).map(log -> log - mean).toArray();
    }
}
