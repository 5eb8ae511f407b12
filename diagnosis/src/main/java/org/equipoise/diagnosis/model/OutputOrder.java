package org.equipoise.diagnosis.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.ConfusionMatrix;

/** In which order a model's outputs stand for the classes, by what they answer. */
public final class OutputOrder {

    /** Orders of so many classes are looked through; of more, none. */
    public static final int MOST_CLASSES = 16;

    /** By how much another order must be better to be said. */
    private static final double GAIN = 0.2;

    private OutputOrder() {}

    /**
     * An order in which the answers are better by far.
     *
     * @param classOf of each output
     * @param before balanced accuracy as it is
     * @param balancedAccuracy in that order, on images by which it was not chosen
     */
    public record Found(List<Integer> classOf, double before, double balancedAccuracy) {

        public Found {
            classOf = List.copyOf(classOf);
        }
    }

    /** Chosen by every other image and judged by the rest; empty where no order is better by far. */
    static Optional<Found> of(List<Integer> labels, List<List<Double>> rows, int classes) {
        if (classes > MOST_CLASSES) {
            return Optional.empty();
        }
        var choose = new ConfusionMatrix(classes);
        var judge = new ConfusionMatrix(classes);
        int[] seen = new int[classes];
        for (int i = 0; i < labels.size(); i++) {
            int label = labels.get(i);
            (seen[label]++ % 2 == 0 ? choose : judge).add(label, largest(rows.get(i)));
        }
        if (judge.total() == 0) {
            return Optional.empty();
        }
        int[] classOf = best(recalls(choose));
        double[][] judged = recalls(judge);
        double sum = 0;
        int there = 0;
        for (int k = 0; k < classes; k++) {
            there += judge.support(k) > 0 ? 1 : 0;
            sum += judged[classOf[k]][k];
        }
        if (there < 2) {
            // Any order that answers the one class that is there is perfect.
            return Optional.empty();
        }
        double before = judge.balancedAccuracy();
        double after = sum / there;
        return after >= before + GAIN
                ? Optional.of(new Found(IntStream.of(classOf).boxed().toList(), before, after))
                : Optional.empty();
    }

    private static int largest(List<Double> row) {
        int best = 0;
        for (int k = 1; k < row.size(); k++) {
            best = row.get(k) > row.get(best) ? k : best;
        }
        return best;
    }

    private static double[][] recalls(ConfusionMatrix confusion) {
        double[][] recalls = new double[confusion.classes()][confusion.classes()];
        for (int k = 0; k < recalls.length; k++) {
            for (int output = 0; output < recalls.length; output++) {
                recalls[k][output] = confusion.count(k, output) / (double) Math.max(1, confusion.support(k));
            }
        }
        return recalls;
    }

    /**
     * The class of each output, such that the recalls sum to the most: an assignment, by dynamic programming over the
     * sets of classes that are taken, O(2^K K).
     *
     * @param recalls {@code [class][output]}
     */
    public static int[] best(double[][] recalls) {
        int classes = recalls.length;
        double[] best = new double[1 << classes];
        int[] last = new int[1 << classes];
        for (int taken = 1; taken < best.length; taken++) {
            int output = Integer.bitCount(taken) - 1;
            best[taken] = -1;
            for (int k = 0; k < classes; k++) {
                if ((taken & 1 << k) != 0) {
                    double sum = best[taken ^ 1 << k] + recalls[k][output];
                    if (sum > best[taken]) {
                        best[taken] = sum;
                        last[taken] = k;
                    }
                }
            }
        }
        int[] classOf = new int[classes];
        int taken = best.length - 1;
        for (int output = classes - 1; output >= 0; output--) {
            classOf[output] = last[taken];
            taken ^= 1 << last[taken];
        }
        return classOf;
    }
}
