package org.equipoise.augment.degrading;

import org.equipoise.augment.randomness.SplitMix64;
import org.equipoise.augment.randomness.StandardNormal;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;
import org.equipoise.common.imaging.InputFormat;
import org.jspecify.annotations.Nullable;

/**
 * Adds noise to what a network sees of an image, sample by sample: first that of counted photons (Poisson), whose
 * variance is in proportion to the intensity, then that of electronics (Gaussian), the same everywhere. Means stay;
 * what leaves black or white is cut.
 */
public final class Noise {

    /** Keep these random streams apart from each other and from the warps' of the same seed. */
    private static final long SHOTS = 0x73686f74L;

    private static final long GAUSSIAN = 0x6e6f6973L;

    /** From this mean on a Poisson number is drawn as a normal one of the same mean and variance. */
    private static final double MANY = 30;

    /** More than a sum or a product of a few numbers near 1 is off by rounding. */
    private static final double ROUNDING = 1e-12;

    private final @Nullable SplitMix64 shots;
    private final double atFullScale;
    private final @Nullable SplitMix64 gaussian;
    private final double deviation;

    /**
     * @param atFullScale standard deviation of the photons' noise at full scale as a fraction of it; 0 for none
     * @param deviation standard deviation of the other as a fraction of the full scale; 0 for none
     */
    private Noise(@Nullable SplitMix64 shots, double atFullScale, @Nullable SplitMix64 gaussian, double deviation) {
        this.shots = shots;
        this.atFullScale = atFullScale;
        this.gaussian = gaussian;
        this.deviation = deviation;
    }

    /**
     * Gaussian noise of this strength, not drawn. To be applied once.
     *
     * @param deviation as a fraction of the full scale, at least 0
     * @param draw tells the images of one seed apart
     */
    public static Noise gaussian(double deviation, long seed, long draw) {
        return new Noise(null, 0, stream(deviation, SplitMix64.of(seed, GAUSSIAN, 0, draw)), deviation);
    }

    /**
     * Draws the noise of one image, its standard deviations uniform up to the policy's. It follows from (seed, epoch,
     * draw) alone. To be applied once.
     *
     * @param draw position in the epoch's order, from 0
     */
    public static Noise draw(AugmentationPolicy policy, long seed, int epoch, long draw) {
        SplitMix64 shots = stream(Transform.SHOT_NOISE.in(policy), SplitMix64.of(seed, SHOTS, epoch, draw));
        SplitMix64 gaussian = stream(Transform.NOISE.in(policy), SplitMix64.of(seed, GAUSSIAN, epoch, draw));
        return new Noise(
                shots,
                shots == null ? 0 : shots.nextDouble() * Transform.SHOT_NOISE.in(policy),
                gaussian,
                gaussian == null ? 0 : gaussian.nextDouble() * Transform.NOISE.in(policy));
    }

    private static @Nullable SplitMix64 stream(double limit, SplitMix64 random) {
        return limit == 0 ? null : random;
    }

    /**
     * Changes one image in place.
     *
     * <p>Normal numbers are nearly right first; where what they are off could round to another sample, they are exact.
     *
     * @param from index of its first sample, counted in samples
     */
    public void apply(byte[] samples, int from, InputFormat format) {
        if (atFullScale == 0 && deviation == 0) {
            return;
        }
        double scale = format.high() - format.low();
        double doubt = scale * (StandardNormal.ERROR * (atFullScale + deviation) + ROUNDING);
        double atOne = 1 / (atFullScale * atFullScale);
        double[] third = new double[format.shape().width() * format.shape().channels()];
        double[] fourth = new double[third.length];
        double[] normal = new double[third.length];
        int end = from + format.shape().length();
        int along = third.length;
        for (int i = from; i < end; i++, along++) {
            if (along == third.length) {
                along = 0;
                if (gaussian != null) {
                    draw(gaussian, third, fourth, normal);
                }
            }
            double seen = seen((format.sample(samples, i) - format.low()) / scale);
            double counted = seen;
            double spread = 0;
            double first = 0;
            double second = 0;
            if (shots != null && atFullScale != 0) {
                // An intensity in [0, 1] as so many photons show it that their noise at 1 is atFullScale.
                double mean = seen * atOne;
                if (mean < MANY) {
                    counted = poisson(mean, shots) / atOne;
                } else {
                    spread = atFullScale * Math.sqrt(seen);
                    first = shots.nextDouble();
                    second = shots.nextDouble();
                }
            }
            double noisy = counted
                    + (spread == 0 ? 0 : spread * StandardNormal.near(first, second))
                    + (gaussian == null ? 0 : deviation * normal[along]);
            double level = scale * seen(noisy);
            int rounded = (int) (level + 0.5);
            if (Math.abs(level - rounded) > 0.5 - doubt) {
                double exact = (spread == 0 ? counted : counted + spread * StandardNormal.exact(first, second))
                        + (gaussian == null ? 0 : deviation * StandardNormal.exact(third[along], fourth[along]));
                rounded = (int) Math.round(scale * seen(exact));
            }
            format.put(samples, i, format.low() + rounded);
        }
    }

    /** Black or white where it is beyond; a number, and so {@code Math.min} and {@code Math.max} would be slow. */
    private static double seen(double level) {
        return level < 0 ? 0 : level > 1 ? 1 : level;
    }

    /** For one row of the image. */
    private static void draw(SplitMix64 random, double[] first, double[] second, double[] normal) {
        for (int i = 0; i < normal.length; i++) {
            first[i] = random.nextDouble();
            second[i] = random.nextDouble();
        }
        StandardNormal.near(first, second, normal);
    }

    /** By Knuth's product of uniform numbers; the mean is below {@link #MANY}, so that there are few. */
    static int poisson(double mean, SplitMix64 random) {
        double least = StrictMath.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > least) {
            count++;
            product *= random.nextDouble();
        }
        return count;
    }
}
