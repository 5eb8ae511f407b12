package org.equipoise.trainer.evaluation;

import java.util.List;

/**
 * McNemar's test with its exact distribution, over classes that count alike.
 *
 * <p>If two versions are equally good at every class, each image on which they differ might as well have been the other
 * version's: the difference of the balanced accuracies is a sum of independent signs, {@code +-1 / n_k} for an image of
 * a class with n_k images. What is asked is where the difference that was seen lies among all those that the signs
 * could have given. Images that both answered right, or both wrong, say nothing about which is better.
 *
 * <p>The signs' weights are whole multiples of one step, which rounds them where the classes' sizes have no small
 * common multiple; the statistic that was seen is weighed by the same numbers, so the test stays exact. The mid-p value
 * is recommended over both the exact and the asymptotic one by Fagerland, Lydersen and Laake.
 *
 * @see <a href="https://doi.org/10.1007/BF02295996">McNemar, Psychometrika 1947</a>
 * @see <a href="https://doi.org/10.1186/1471-2288-13-91">Fagerland et al., BMC Medical Research Methodology 2013</a>
 */
final class SignFlips {

    /** Steps that the sums are spread over; more would cost more than their rounding does. */
    private static final int MOST_STEPS = 1 << 16;

    private static final double NEGLIGIBLE = 1e-16;

    private SignFlips() {}

    /**
     * The probability that signs alone give a smaller difference than the one that was seen, counting an equal one
     * half; in (0, 1), 0.5 where no image differs. At 0.95 and above the first version is better, one-sided at 5 %; at
     * 0.05 and below it is worse.
     */
    static double below(List<DiscordantImages> classes) {
        double[] weights = weights(classes);
        double[] sums = {1};
        long seen = 0;
        for (int k = 0; k < weights.length; k++) {
            int step = (int) weights[k];
            int discordant = (int) classes.get(k).discordant();
            sums = added(sums, step, discordant);
            seen += step * classes.get(k).firstRight();
        }
        double below = 0;
        for (int x = 0; x < seen; x++) {
            below += sums[x];
        }
        return below + sums[(int) seen] / 2;
    }

    /** Whole numbers in the proportion of 1 / n_k, exactly where they fit and else as near as they do. */
    private static double[] weights(List<DiscordantImages> classes) {
        double multiple = 1;
        for (DiscordantImages c : classes) {
            multiple = multiple > MOST_STEPS ? multiple : multiple / gcd((long) multiple, c.images()) * c.images();
        }
        double range = 0;
        for (DiscordantImages c : classes) {
            range += c.discordant() / (double) c.images();
        }
        double scale = multiple <= MOST_STEPS && multiple * range <= MOST_STEPS ? multiple : MOST_STEPS / range;
        return classes.stream()
                .mapToDouble(c -> c.discordant() == 0 ? 0 : Math.max(1, Math.rint(scale / c.images())))
                .toArray();
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** Probabilities of the sums after so many more images, each of which adds {@code step} or nothing. */
    private static double[] added(double[] sums, int step, int images) {
        double[] after = new double[Math.toIntExact(sums.length + (long) step * images)];
        double logChoose = 0;
        for (int j = 0; j <= images; j++) {
            double probability = Math.exp(logChoose - images * Math.log(2));
            if (probability > NEGLIGIBLE) {
                for (int x = 0; x < sums.length; x++) {
                    after[x + step * j] += probability * sums[x];
                }
            }
            logChoose += Math.log(images - j) - Math.log(j + 1);
        }
        return after;
    }
}
