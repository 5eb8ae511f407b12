package org.equipoise.trainer.evaluation;

/**
 * Whether one share is lower than another, of few images or of many: Fisher's exact test, one-sided. Given how many are
 * right in all, the number right among the first is hypergeometric where both shares are the same.
 *
 * @see <a href="https://doi.org/10.2307/2340521">Fisher, Journal of the Royal Statistical Society 1935</a>
 */
final class FisherExact {

    private FisherExact() {}

    /**
     * The probability of at most {@code right} right ones among the first where the shares are equal; in (0, 1].
     *
     * @param right of the first
     * @param images of the first
     * @param otherRight of the others
     * @param otherImages of the others
     */
    static double lower(long right, long images, long otherRight, long otherImages) {
        if (right < 0 || right > images || otherRight < 0 || otherRight > otherImages) {
            throw new IllegalArgumentException(
                    right + " of " + images + " and " + otherRight + " of " + otherImages + " images");
        }
        double[] factorials = logFactorials(Math.toIntExact(images + otherImages));
        long all = right + otherRight;
        double sum = 0;
        for (long x = Math.max(0, all - otherImages); x <= right; x++) {
            sum += Math.exp(choose(factorials, images, x)
                    + choose(factorials, otherImages, all - x)
                    - choose(factorials, images + otherImages, all));
        }
        return Math.min(1, sum);
    }

    private static double choose(double[] factorials, long n, long k) {
        return factorials[(int) n] - factorials[(int) k] - factorials[(int) (n - k)];
    }

    private static double[] logFactorials(int most) {
        double[] logs = new double[most + 1];
        for (int i = 1; i <= most; i++) {
            logs[i] = logs[i - 1] + Math.log(i);
        }
        return logs;
    }
}
