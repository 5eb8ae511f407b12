package org.equipoise.trainer.gate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.trainer.training.SplitPredictions;

/**
 * Answers of models on a test split, made on purpose: twenty that collapsed in different ways, twenty that are healthy.
 */
final class AnswerSets {

    private static final int[] TWO = {390, 234};
    private static final int[] TWO_RARE = {600, 24};
    private static final int[] THREE = {87, 9, 4};
    private static final int[] FIVE = {174, 46, 92, 68, 20};
    private static final int[] EIGHT = {243, 623, 310, 579, 243, 284, 666, 470};

    private AnswerSets() {}

    /** Scores of one image: one number per class, not yet normalised. */
    @FunctionalInterface
    interface Scores {
        double[] of(int label, RandomGenerator random);
    }

    static Map<String, Evaluation> collapsed() {
        Map<String, Evaluation> sets = new LinkedHashMap<>();
        sets.put("always the majority of two", answers(TWO, constant(0)));
        sets.put("always the minority of two", answers(TWO, constant(1)));
        sets.put("always the majority of a rare pair", answers(TWO_RARE, constant(0)));
        sets.put("always the middle of five", answers(FIVE, constant(2)));
        sets.put("always one of eight", answers(EIGHT, constant(6)));
        sets.put("the rarest of three lost", answers(THREE, lost(3, 2, 0)));
        sets.put("the rarest of five lost, the rest perfect", answers(FIVE, lost(5, 4, 3)));
        sets.put("one large class of eight lost", answers(EIGHT, lost(8, 1, 5)));
        sets.put("two of eight lost", answers(EIGHT, (label, random) -> {
            int given = label == 2 || label == 4 ? 7 : label;
            return skill(8, given, 4, random);
        }));
        sets.put("all but two of five lost", answers(FIVE, (label, random) -> skill(5, label % 2, 4, random)));
        sets.put("nine in ten of the minority lost", answers(TWO_RARE, (label, random) -> {
            boolean seen = label == 0 || random.nextInt(100) < 6;
            return skill(2, seen ? label : 0, 6, random);
        }));
        sets.put("squashed to the prior of three", answers(THREE, squashed(THREE, 1e-3)));
        sets.put("squashed to the prior of five", answers(FIVE, squashed(FIVE, 1e-4)));
        sets.put("bit-identical scores", answers(EIGHT, squashed(new int[] {1, 1, 1, 1, 1, 1, 1, 1}, 0)));
        sets.put("rounding decides between equal scores", answers(TWO, squashed(new int[] {1, 1}, 1e-7)));
        sets.put("hardly ever the minority", answers(TWO, (label, random) -> {
            boolean other = random.nextInt(100) < 2;
            return skill(2, other ? 1 : 0, 5, random);
        }));
        sets.put("flipped labels of two", answers(TWO, (label, random) -> skill(2, 1 - label, 3, random)));
        sets.put(
                "labels shifted by one of five",
                answers(FIVE, (label, random) -> skill(5, (label + 1) % 5, 3, random)));
        sets.put(
                "chance at the prior of two", answers(TWO, (label, random) -> skill(2, drawn(TWO, random), 9, random)));
        sets.put(
                "a coin on few images",
                answers(new int[] {9, 7}, (label, random) -> skill(2, random.nextInt(2), 9, random)));
        return sets;
    }

    static Map<String, Evaluation> healthy() {
        Map<String, Evaluation> sets = new LinkedHashMap<>();
        sets.put("perfect on two", answers(TWO, right(2, 20)));
        sets.put("perfect on eight", answers(EIGHT, right(8, 20)));
        sets.put("perfect on very few images", answers(new int[] {5, 4}, right(2, 20)));
        sets.put("perfect with one image of the rarest", answers(new int[] {120, 30, 1}, right(3, 20)));
        sets.put("perfect with two images of the rarest", answers(new int[] {200, 2}, right(2, 20)));
        for (double skill : new double[] {1.5, 2, 3, 4, 6}) {
            sets.put("two, skill " + skill, answers(TWO, right(2, skill)));
            sets.put("eight, skill " + skill, answers(EIGHT, right(8, skill + 1)));
        }
        sets.put("a rare pair", answers(TWO_RARE, right(2, 2.5)));
        sets.put("three, the rarest with four images", answers(THREE, right(3, 5)));
        sets.put("five with a rare one", answers(FIVE, right(5, 4)));
        sets.put("neighbours of five confused", answers(FIVE, (label, random) -> {
            double[] scores = skill(5, label, 3, random);
            scores[Math.min(4, label + 1)] += 1.5;
            return scores;
        }));
        sets.put(
                "one weak class of eight",
                answers(EIGHT, (label, random) -> skill(8, label, label == 3 ? 2.2 : 6, random)));
        return sets;
    }

    private static Scores constant(int answer) {
        return (label, random) -> {
            double[] scores = new double[EIGHT.length];
            scores[answer] = 10 + random.nextDouble();
            return scores;
        };
    }

    private static Scores lost(int classes, int lost, int to) {
        return (label, random) -> skill(classes, label == lost ? to : label, 6, random);
    }

    private static Scores right(int classes, double skill) {
        return (label, random) -> skill(classes, label, skill, random);
    }

    private static Scores squashed(int[] prior, double noise) {
        return (label, random) -> {
            double[] scores = new double[prior.length];
            for (int k = 0; k < scores.length; k++) {
                scores[k] = Math.log(prior[k]) + noise * random.nextGaussian();
            }
            return scores;
        };
    }

    /** Unit noise on every class and {@code skill} on one. */
    private static double[] skill(int classes, int favoured, double skill, RandomGenerator random) {
        double[] scores = new double[classes];
        for (int k = 0; k < classes; k++) {
            scores[k] = random.nextGaussian() + (k == favoured ? skill : 0);
        }
        return scores;
    }

    private static int drawn(int[] support, RandomGenerator random) {
        int image = random.nextInt(java.util.Arrays.stream(support).sum());
        int k = 0;
        while (image >= support[k]) {
            image -= support[k++];
        }
        return k;
    }

    private static Evaluation answers(int[] support, Scores scores) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20261124);
        int classes = support.length;
        int images = java.util.Arrays.stream(support).sum();
        int[] labels = new int[images];
        float[] probabilities = new float[images * classes];
        int i = 0;
        for (int k = 0; k < classes; k++) {
            for (int n = 0; n < support[k]; n++) {
                labels[i] = k;
                softmax(scores.of(k, random), probabilities, i * classes, classes);
                i++;
            }
        }
        var predictions = new SplitPredictions(classes, labels, probabilities);
        return Evaluation.of(predictions.confusion(), Confusions.labels(classes));
    }

    private static void softmax(double[] scores, float[] into, int at, int classes) {
        double largest = java.util.Arrays.stream(scores, 0, classes).max().orElseThrow();
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            sum += Math.exp(scores[k] - largest);
        }
        for (int k = 0; k < classes; k++) {
            into[at + k] = (float) (Math.exp(scores[k] - largest) / sum);
        }
    }
}
