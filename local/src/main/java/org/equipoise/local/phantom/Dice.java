package org.equipoise.local.phantom;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random numbers that are the same on every machine and Java version: only {@code nextLong} of a named generator, plain
 * arithmetic and {@link StrictMath} behind it.
 */
final class Dice {

    private final RandomGenerator random;

    Dice(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Uniform in [{@code low}, {@code high}). */
    double between(double low, double high) {
        return low + (high - low) * ((random.nextLong() >>> 11) * 0x1.0p-53);
    }

    /** Uniform in {@code low..high}, both included. */
    int whole(int low, int high) {
        return (int) Math.floor(between(low, high + 1.0));
    }

    /**
     * Mean 0, standard deviation 1, never beyond 3.5: the sum of four 16-bit uniforms (Irwin-Hall), close enough to a
     * Gaussian for grey levels and exact in integers.
     */
    double bell() {
        long bits = random.nextLong();
        long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum / 65_536.0 - 2) * StrictMath.sqrt(3);
    }
}
