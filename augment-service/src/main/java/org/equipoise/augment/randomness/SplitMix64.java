package org.equipoise.augment.randomness;

import java.util.random.RandomGenerator;

/**
 * The SplitMix64 generator. Its stream is defined here and not by the JDK, so that two instances on different Java
 * versions make the same shard.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea, Flood, OOPSLA 2014</a>
 */
public final class SplitMix64 implements RandomGenerator {

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    public SplitMix64(long seed) {
        state = seed;
    }

    /**
     * A stream of its own for every combination of keys: (1, 2) and (2, 1) are unrelated.
     *
     * @param seed of the run
     * @param keys what the stream is for, e.g. a purpose, the epoch, a draw's index
     */
    public static SplitMix64 of(long seed, long... keys) {
        long mixed = mix(seed + GOLDEN_GAMMA);
        for (long key : keys) {
            mixed = mix((mixed ^ key) + GOLDEN_GAMMA);
        }
        return new SplitMix64(mixed);
    }

    @Override
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [0, {@code bound}); the bias is below {@code bound / 2^32}. */
    @Override
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be at least 1, got " + bound);
        }
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** {@linkplain StandardNormal#exact Standard normal}, from two uniform numbers each. */
    @Override
    public double nextGaussian() {
        double first = nextDouble();
        return StandardNormal.exact(first, nextDouble());
    }

    /** Puts the values in random order, in place (Fisher and Yates). */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
