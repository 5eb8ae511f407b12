package org.equipoise.monitor.canary;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.CanariesReplayed.ClassResult;
import org.equipoise.common.events.CanariesReplayed.Tested;
import org.jspecify.annotations.Nullable;

/**
 * How often does a model whose recalls did not change answer as few canaries right?
 *
 * <p>Of a class, {@code x} of {@code n} canaries are right now, and {@code r} of {@code m} images were when the model
 * was known to be healthy. If its recall did not change, every choice of the {@code x + r} right ones among all
 * {@code n + m} is as likely, whatever the recall is: {@code P(X <= x)} is the lower tail of a hypergeometric
 * distribution (Fisher's exact test). No recall is estimated, so nothing is promised that a lucky estimate could break.
 * Over all classes the sum of the independent X is compared with the sum of the x (the exact test of Mantel and
 * Haenszel's strata). The least of these K + 1 probabilities is multiplied by their number (Bonferroni).
 *
 * <p>Where no fewer are right than at registration nothing is held against a class, nor against all of them: the images
 * are the same ones, and a healthy model may have been unlucky with them from the beginning.
 *
 * <p>Cost O(K n) for the classes and O((sum of n)²) for all together.
 *
 * @see <a href="https://doi.org/10.2307/2340521">Fisher: The logic of inductive inference, 1935</a>
 * @see <a href="https://doi.org/10.1093/biomet/57.3.471">Gart: Point and interval estimation of the common odds ratio
 *     in the combination of 2 x 2 tables with fixed marginals, 1970</a>
 */
final class ExactTest {

    /** A number may be so small that its inverse is none any more. */
    private static final double LEAST_PROBABILITY = 1e-100;

    private ExactTest() {}

    /** How many replays of a healthy model pass, on average and at least, until one looks as bad; at least 1. */
    static double odds(List<ClassResult> classes) {
        double least = 1;
        double[] all = {1};
        int right = 0;
        int before = 0;
        for (ClassResult result : classes) {
            double[] healthy = healthy(result);
            if (result.right() < result.rightBefore()) {
                least = Math.min(least, upTo(result.right(), healthy));
            }
            all = sum(all, healthy);
            right += result.right();
            before += result.rightBefore();
        }
        if (right < before) {
            least = Math.min(least, upTo(right, all));
        }
        return Math.max(1, 1 / Math.max(LEAST_PROBABILITY, least * (classes.size() + 1)));
    }

    /**
     * A class into which all answers could fall without reaching these odds; null where every collapse would reach
     * them.
     */
    static @Nullable String unseen(List<ClassResult> classes, double odds) {
        for (int into = 0; into < classes.size(); into++) {
            List<ClassResult> collapsed = new ArrayList<>();
            for (int k = 0; k < classes.size(); k++) {
                ClassResult of = classes.get(k);
                int right = k == into ? of.shown() : 0;
                collapsed.add(new ClassResult(of.className(), of.shown(), right, of.rightBefore(), of.tested()));
            }
            if (odds(collapsed) < odds) {
                return classes.get(into).className();
            }
        }
        return null;
    }

    /** The distribution of X, from 0 to n, while the recall is what it was. */
    private static double[] healthy(ClassResult result) {
        Tested tested = result.tested();
        return tested == null || tested.images() == 0
                ? hypergeometric(result.shown(), result.right(), result.shown(), result.rightBefore())
                : hypergeometric(result.shown(), result.right(), tested.images(), tested.right());
    }

    /** Of {@code x + r} right ones among {@code n + m}, how many are among the n: probabilities of 0 to n. */
    static double[] hypergeometric(int n, int x, long m, long r) {
        long right = x + r;
        double[] logs = new double[n + 1];
        int lowest = (int) Math.max(0, right - m);
        int highest = (int) Math.min(n, right);
        double largest = 0;
        for (int i = lowest + 1; i <= highest; i++) {
            double here = right - i + 1;
            logs[i] = logs[i - 1] + Math.log(here * (n - i + 1) / (i * (m - here + 1)));
            largest = Math.max(largest, logs[i]);
        }
        double[] probabilities = new double[n + 1];
        double sum = 0;
        for (int i = lowest; i <= highest; i++) {
            probabilities[i] = Math.exp(logs[i] - largest);
            sum += probabilities[i];
        }
        for (int i = lowest; i <= highest; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }

    /** The distribution of a sum. */
    private static double[] sum(double[] a, double[] b) {
        double[] sum = new double[a.length + b.length - 1];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                sum[i + j] += a[i] * b[j];
            }
        }
        return sum;
    }

    private static double upTo(int x, double[] probabilities) {
        double sum = 0;
        for (int i = 0; i <= x; i++) {
            sum += probabilities[i];
        }
        return Math.min(1, sum);
    }
}
