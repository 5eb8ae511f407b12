package org.equipoise.common.sampling;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.AugmentationPolicy.MixupPartner;

/**
 * How a drawn image is mixed with a second one, and what that does to the shares of the classes. The drawn image keeps
 * the larger part: the second one's is the smaller of a Beta(alpha, alpha) and its rest to 1, so what an epoch draws
 * stays what it is about.
 *
 * @param alpha of the Beta distribution, in (0, 1]: small ones leave most images nearly as they are, 1 mixes them by
 *     any share
 * @param partner how the second image is drawn
 * @see <a href="https://arxiv.org/abs/1710.09412">Zhang et al., ICLR 2018</a>
 */
public record Mixup(double alpha, MixupPartner partner) {

    /** Points of the mean's integral; a smooth periodic integrand needs few, one with a kink at 0 more. */
    private static final int POINTS = 4096;

    public Mixup {
        if (!(alpha > 0 && alpha <= 1)) {
            throw new IllegalArgumentException("mixup must be in (0, 1], got " + alpha);
        }
    }

    /** What a policy asks for; empty where it mixes nothing. */
    public static Optional<Mixup> of(AugmentationPolicy policy) {
        return Optional.ofNullable(policy.mixup()).map(alpha -> new Mixup(alpha, policy.partner()));
    }

    /**
     * Draws the share of a second image, in [0, 0.5]. Jöhnk's method, in logarithms: a root of a uniform number
     * vanishes for a small alpha.
     *
     * <p>{@link StrictMath}, because {@link Math} may differ in the last bit between processors.
     */
    public double share(RandomGenerator random) {
        while (true) {
            double first = StrictMath.log(1 - random.nextDouble()) / alpha;
            double second = StrictMath.log(1 - random.nextDouble()) / alpha;
            double larger = Math.max(first, second);
            if (larger == Double.NEGATIVE_INFINITY) {
                return 0;
            }
            double smaller = StrictMath.exp(Math.min(first, second) - larger);
            if (larger + StrictMath.log(1 + smaller) <= 0) {
                return smaller / (1 + smaller);
            }
        }
    }

    /**
     * Mean of {@link #share}, in (0, 0.25]: {@code (1 - G) / 2} with {@code G = 2/pi} times the integral of
     * {@code sin(t)^(2 alpha)} over a quarter turn, which is {@code Gamma(alpha + 1/2) / (sqrt(pi) Gamma(alpha + 1))}.
     */
    public double meanShare() {
        double sum = 0;
        for (int i = 0; i < POINTS; i++) {
            // t = u^2 pi/2 takes the edge off the root that sin(t)^(2 alpha) begins with.
            double u = (i + 0.5) / POINTS;
            sum += 2 * u * StrictMath.pow(StrictMath.sin(StrictMath.PI / 2 * u * u), 2 * alpha);
        }
        return (1 - sum / POINTS) / 2;
    }

    /**
     * The share of each class in the soft labels of an epoch, summing to 1.
     *
     * @param drawn share of each class among the draws
     * @param counts training images of each class; a class without any is no partner
     */
    public double[] shares(double[] drawn, List<Long> counts) {
        if (partner == MixupPartner.ANY) {
            return drawn.clone();
        }
        double mean = meanShare();
        long classes = counts.stream().filter(n -> n > 0).count();
        double[] shares = new double[drawn.length];
        Arrays.setAll(shares, k -> (1 - mean) * drawn[k] + (counts.get(k) > 0 ? mean / classes : 0));
        return shares;
    }
}
