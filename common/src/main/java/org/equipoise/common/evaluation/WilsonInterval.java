package org.equipoise.common.evaluation;

/**
 * Wilson score interval of a binomial proportion.
 *
 * @param lower lower end in [0, 1]
 * @param upper upper end in [0, 1]
 * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">Wilson, JASA 1927</a>
 */
public record WilsonInterval(double lower, double upper) {

    /** Normal quantile of a two-sided 95 % interval. */
    public static final double Z_95 = 1.959963984540054;

    /**
     * The interval of {@code successes} out of {@code trials}.
     *
     * @param z normal quantile, e.g. {@link #Z_95}
     * @return [0, 1] when there was no trial
     */
    public static WilsonInterval of(double successes, double trials, double z) {
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " successes out of " + trials + " trials");
        }
        if (trials == 0) {
            return new WilsonInterval(0, 1);
        }
        double p = successes / trials;
        double z2 = z * z;
        double centre = (p + z2 / (2 * trials)) / (1 + z2 / trials);
        double half = z / (1 + z2 / trials) * Math.sqrt(p * (1 - p) / trials + z2 / (4 * trials * trials));
        return new WilsonInterval(Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /** Half the length of the interval of so many trials where it is longest, at one half; in (0, 1/2]. */
    public static double mostHalfLength(long trials, double z) {
        return z / (2 * Math.sqrt(trials + z * z));
    }

    /** The least number of trials whose interval is, whatever the proportion, at most twice {@code half} long. */
    public static long trialsFor(double half, double z) {
        if (!(half > 0 && half < 0.5)) {
            throw new IllegalArgumentException("half of an interval's length must be in (0, 0.5), got " + half);
        }
        return (long) Math.ceil(z * z / (4 * half * half) - z * z);
    }
}
