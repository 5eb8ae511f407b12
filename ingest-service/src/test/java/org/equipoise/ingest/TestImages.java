package org.equipoise.ingest;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.imaging.Pixels;

/** Images of noise: the same seed gives the same image. */
public final class TestImages {

    private TestImages() {}

    /** Noise of this shape. */
    public static Pixels noise(int width, int height, int channels, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] samples = new byte[width * height * channels];
        random.nextBytes(samples);
        return new Pixels(width, height, channels, samples);
    }

    /** 16 x 16 grey noise of 12 bits in 16. */
    public static Pixels deep(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        short[] samples = new short[16 * 16];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) random.nextInt(4096);
        }
        return Pixels.ofShorts(16, 16, samples);
    }

    /** 16 x 16 grey noise. */
    public static Pixels grey(long seed) {
        return noise(16, 16, 1, seed);
    }
}
