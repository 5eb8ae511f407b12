package org.equipoise.common.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;

import org.equipoise.common.events.ShardRequested;
import org.equipoise.common.events.ShardRequested.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * How an epoch is drawn from a training split. It has as many draws as there are images, whatever the shares of the
 * classes.
 *
 * @param effectiveNumberBeta of {@link Sampling#EFFECTIVE_NUMBER}, in [0, 1); absent of others
 * @param minorityShare least share of a class, of {@link Sampling#MINORITY_QUOTA}, in (0, 0.5]; absent of others
 * @param mostRepeats how often an epoch may draw one image for the sake of that share, at least 1; absent of others
 */
public record EpochSampling(
        Sampling sampling,
        @Nullable Double effectiveNumberBeta,
        @Nullable Double minorityShare,
        @Nullable Integer mostRepeats) {

    /** Rounding of K times 1/K. */
    static final double ROUNDING = 1e-9;

    public EpochSampling {
        effectiveNumberBeta = sampling == Sampling.EFFECTIVE_NUMBER ? given(effectiveNumberBeta, "beta") : null;
        minorityShare = sampling == Sampling.MINORITY_QUOTA ? given(minorityShare, "minorityShare") : null;
        mostRepeats = sampling == Sampling.MINORITY_QUOTA ? given(mostRepeats, "mostRepeats") : null;
        if (effectiveNumberBeta != null && !(effectiveNumberBeta >= 0 && effectiveNumberBeta < 1)) {
            throw new IllegalArgumentException("effectiveNumberBeta must be in [0, 1), got " + effectiveNumberBeta);
        }
        if (minorityShare != null && !(minorityShare > 0 && minorityShare <= 0.5)) {
            throw new IllegalArgumentException("minorityShare must be in (0, 0.5], got " + minorityShare);
        }
        if (mostRepeats != null && mostRepeats < 1) {
            throw new IllegalArgumentException("mostRepeats must be at least 1, got " + mostRepeats);
        }
    }

    /** A sampling that reads no number. */
    public static EpochSampling of(Sampling sampling) {
        return new EpochSampling(sampling, null, null, null);
    }

    /** As a request for a shard says it. */
    public static EpochSampling of(ShardRequested request) {
        return new EpochSampling(
                request.sampling(), request.effectiveNumberBeta(), request.minorityShare(), request.mostRepeats());
    }

    private static <T> T given(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("this sampling needs " + name + ", and has none");
        }
        return value;
    }

    /**
     * The share of each class among the draws, summing to 1; 0 of a class without images.
     *
     * @param counts training images of each class
     * @throws IllegalArgumentException if there is no image, or a quota for every class meets one without images, or
     *     more classes than it has room for
     */
    public double[] shares(List<Long> counts) {
        long total = counts.stream().mapToLong(Long::longValue).sum();
        if (total < 1) {
            throw new IllegalArgumentException("an epoch needs training images, the counts are " + counts);
        }
        return switch (sampling) {
            case NATURAL -> normalised(counts, n -> n);
            case BALANCED -> normalised(counts, n -> 1);
            case SQUARE_ROOT -> normalised(counts, Math::sqrt);
            case EFFECTIVE_NUMBER -> normalised(counts, n -> n / effectiveNumber(n));
            case MINORITY_QUOTA ->
                normalised(new MinorityQuota(
                                minorityShare == null ? 0 : minorityShare, mostRepeats == null ? 1 : mostRepeats)
                        .shares(counts));
        };
    }

    /**
     * How often each class is drawn, summing to the number of images. Shares are rounded by their largest remainders,
     * the first class first among equal ones.
     */
    public int[] draws(List<Long> counts) {
        double[] shares = shares(counts);
        long total = counts.stream().mapToLong(Long::longValue).sum();
        int[] draws = new int[shares.length];
        double[] remainders = new double[shares.length];
        long left = total;
        for (int k = 0; k < draws.length; k++) {
            double exact = shares[k] * total;
            draws[k] = (int) Math.floor(exact + ROUNDING);
            remainders[k] = exact - draws[k];
            left -= draws[k];
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, draws.length)
                .filter(k -> counts.get(k) > 0)
                .boxed()
                .toList());
        order.sort((a, b) -> Double.compare(remainders[b], remainders[a]));
        for (int i = 0; i < left; i++) {
            draws[order.get(i % order.size())]++;
        }
        return draws;
    }

    /** How many images stand behind the draws of each class: none is repeated before all of its class were drawn. */
    public long[] distinct(List<Long> counts) {
        int[] draws = draws(counts);
        return IntStream.range(0, draws.length)
                .mapToLong(k -> Math.min(draws[k], counts.get(k)))
                .toArray();
    }

    private static double[] normalised(List<Long> counts, LongToDoubleFunction mass) {
        double[] shares = counts.stream()
                .mapToDouble(n -> n == 0 ? 0 : mass.applyAsDouble(n))
                .toArray();
        return normalised(shares);
    }

    private static double[] normalised(double[] shares) {
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    /**
     * The volume that n images of a class cover, from 1 to n: {@code (1 - beta^n) / (1 - beta)}. Weights of 1 by it and
     * draws by it are two ways to the same shares.
     *
     * @see <a href="https://arxiv.org/abs/1901.05555">Cui et al., CVPR 2019</a>
     */
    private double effectiveNumber(long images) {
        double beta = effectiveNumberBeta == null ? 0 : effectiveNumberBeta;
        return (1 - StrictMath.pow(beta, images)) / (1 - beta);
    }
}
