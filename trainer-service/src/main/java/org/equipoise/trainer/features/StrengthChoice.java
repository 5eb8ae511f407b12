package org.equipoise.trainer.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How strongly the weights of a linear classifier are pulled towards 0, chosen by folds of the training images: each
 * fold is answered by a classifier of the others, and the least mean loss decides. No other image is looked at.
 */
public final class StrengthChoice {

    /** From strong to weak: each fit begins where the one before it ended. */
    static final List<Double> STRENGTHS = List.of(10.0, 3.0, 1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001);

    static final int FOLDS = 5;

    /** Weaker pulls in a row that were worse, after which no weaker one is tried: they take longest. */
    private static final int WORSE = 2;

    /** Rows that the folds are made of, at most: of more the choice does not get better, only slower. */
    private static final int MOST_ROWS = 4000;

    private StrengthChoice() {}

    /**
     * What was chosen.
     *
     * @param strength the strongest where no fold has images of a class that the others have, too
     * @param tried strengths, from strong to weak; empty then
     * @param losses mean over the folds, of each of them, nats
     */
    public record Chosen(double strength, List<Double> tried, List<Double> losses) {
        public Chosen {
            tried = List.copyOf(tried);
            losses = List.copyOf(losses);
        }
    }

    /**
     * Chooses by the folds.
     *
     * @param rows standardised, those of one image beside each other
     * @param views rows of an image
     * @param mass what each class counts
     * @param offsets added to the logits while learning
     * @param each carried out after each step of a fit; may throw, to stop
     */
    public static Chosen of(FeatureRows rows, int views, List<Double> mass, List<Double> offsets, Runnable each) {
        List<Fold> folds = new ArrayList<>();
        int[] foldOf = folds(rows, views, mass.size());
        for (int fold = 0; fold < FOLDS; fold++) {
            int held = fold;
            FeatureRows others = rows.some(row -> foldOf[row] >= 0 && foldOf[row] != held);
            FeatureRows own = known(rows.some(row -> foldOf[row] == held), others, mass.size());
            if (others.size() > 0 && own.size() > 0) {
                folds.add(new Fold(
                        new LogisticRegression(others, mass, offsets, each), own, rows.features(), mass.size()));
            }
        }
        if (folds.isEmpty()) {
            return new Chosen(STRENGTHS.get(0), List.of(), List.of());
        }
        List<Double> losses = new ArrayList<>();
        int best = 0;
        for (double strength : STRENGTHS) {
            double sum = 0;
            for (Fold fold : folds) {
                sum += loss(fold.next(strength), fold.own, mass, offsets);
            }
            losses.add(sum / folds.size());
            best = losses.get(losses.size() - 1) < losses.get(best) ? losses.size() - 1 : best;
            if (losses.size() - 1 - best >= WORSE) {
                break;
            }
        }
        return new Chosen(STRENGTHS.get(best), STRENGTHS.subList(0, losses.size()), losses);
    }

    /** Images that are answered by a classifier of the others, which each strength takes further. */
    private static final class Fold {

        private final LogisticRegression others;
        private final FeatureRows own;
        private LinearHead head;

        Fold(LogisticRegression others, FeatureRows own, int features, int classes) {
            this.others = others;
            this.own = own;
            head = LinearHead.even(classes, features);
        }

        LinearHead next(double strength) {
            head = others.roughly(strength, head).head();
            return head;
        }
    }

    /** The rows of classes that the others have, too: of another one no classifier of theirs can know. */
    static FeatureRows known(FeatureRows own, FeatureRows others, int classes) {
        boolean[] there = new boolean[classes];
        for (int label : others.labels()) {
            there[label] = true;
        }
        return own.some(row -> there[own.labels()[row]]);
    }

    /**
     * The fold of each row, by its image's number within its class; -1 for what is left out: of a class beyond its even
     * share of the rows, so that no rare one gets rarer.
     */
    static int[] folds(FeatureRows rows, int views, int classes) {
        int images = rows.size() / views;
        int[] counts = new int[classes];
        for (int image = 0; image < images; image++) {
            counts[rows.labels()[image * views]]++;
        }
        int share = share(counts, MOST_ROWS / views);
        int[] seen = new int[classes];
        int[] folds = new int[rows.size()];
        for (int image = 0; image < images; image++) {
            int label = rows.labels()[image * views];
            int step = Math.max(1, (counts[label] + share - 1) / share);
            int number = seen[label]++;
            int fold = number % step == 0 ? number / step % FOLDS : -1;
            Arrays.fill(folds, image * views, (image + 1) * views, fold);
        }
        return folds;
    }

    /** What a class may have of so many images where those that have less keep all of theirs; at least one a fold. */
    private static int share(int[] counts, int images) {
        int[] rarestFirst = counts.clone();
        Arrays.sort(rarestFirst);
        int left = images;
        int share = images;
        for (int i = 0; i < rarestFirst.length; i++) {
            share = left / (rarestFirst.length - i);
            if (rarestFirst[i] > share) {
                break;
            }
            left -= rarestFirst[i];
        }
        return Math.max(FOLDS, share);
    }

    /** The mean loss of each class's rows times its mass; of the classes that are there. */
    private static double loss(LinearHead head, FeatureRows rows, List<Double> mass, List<Double> offsets) {
        int classes = mass.size();
        double[] logits = new double[rows.size() * classes];
        head.addLogits(rows, logits);
        double[] sums = new double[classes];
        long[] counts = new long[classes];
        for (int row = 0; row < rows.size(); row++) {
            double[] answers = Arrays.copyOfRange(logits, row * classes, (row + 1) * classes);
            for (int k = 0; k < classes; k++) {
                answers[k] += offsets.get(k);
            }
            LinearHead.softmax(answers);
            int label = rows.labels()[row];
            sums[label] -= Math.log(Math.max(Double.MIN_NORMAL, answers[label]));
            counts[label]++;
        }
        double loss = 0;
        double present = 0;
        for (int k = 0; k < classes; k++) {
            if (counts[k] > 0) {
                loss += mass.get(k) * sums[k] / counts[k];
                present += mass.get(k);
            }
        }
        return loss / present;
    }
}
