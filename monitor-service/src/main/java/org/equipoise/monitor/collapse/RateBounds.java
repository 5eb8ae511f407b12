package org.equipoise.monitor.collapse;

/**
 * Confidence bounds of a mean of independent numbers in [0, 1], for instance of the share of images of a study.
 *
 * <p>Chernoff's bound with the relative entropy {@code D(m|p) = m ln(m/p) + (1-m) ln((1-m)/(1-p))}: the true mean is
 * above the {@code p >= m} with {@code n D(m|p) = ln(1/alpha)} with probability at most alpha, and the same below. It
 * holds for every distribution on [0, 1], so also where a study has several images, and is never below the exact bound
 * for yes and no. Found by bisection, to the last bit.
 *
 * @see <a href="https://doi.org/10.1080/01621459.1963.10500830">Hoeffding: Probability inequalities for sums of bounded
 *     random variables, 1963, theorem 1</a>
 */
public final class RateBounds {

    private static final int HALVINGS = 60;

    private RateBounds() {}

    /** The upper bound; 1 where nothing was seen. */
    public static double upper(double mean, long n, double alpha) {
        double limit = limit(mean, n, alpha);
        double low = mean;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (n * divergence(mean, middle) <= limit) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The lower bound; 0 where nothing was seen. */
    public static double lower(double mean, long n, double alpha) {
        return 1 - upper(1 - mean, n, alpha);
    }

    private static double limit(double mean, long n, double alpha) {
        if (!(mean >= 0 && mean <= 1) || n < 0 || !(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("need a mean in [0, 1], n of at least 0 and alpha in (0, 1), got " + mean
                    + ", " + n + " and " + alpha);
        }
        return -Math.log(alpha);
    }

    private static double divergence(double m, double p) {
        return term(m, p) + term(1 - m, 1 - p);
    }

    private static double term(double m, double p) {
        return m == 0 ? 0 : p == 0 ? Double.POSITIVE_INFINITY : m * Math.log(m / p);
    }
}
