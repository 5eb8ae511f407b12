package org.equipoise.trainer.training;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.imaging.InputShape;

/** Images of noisy stripes; the class is the stripes' direction. */
public final class Stripes {

    private Stripes() {}

    /** {@code images} images, classes in turn, every weight taken from {@code classWeights}. */
    public static Shard shard(InputShape shape, int images, List<Double> classWeights, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int[] labels = new int[images];
        float[] weights = new float[images];
        byte[] pixels = new byte[images * shape.length()];
        for (int i = 0; i < images; i++) {
            labels[i] = i % classWeights.size();
            weights[i] = classWeights.get(labels[i]).floatValue();
            draw(pixels, i * shape.length(), shape, Math.PI * labels[i] / classWeights.size(), random);
        }
        return new Shard(shape, pixels, labels, weights);
    }

    private static void draw(byte[] pixels, int offset, InputShape shape, double angle, RandomGenerator random) {
        double phase = random.nextDouble() * 2 * Math.PI;
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                double wave = Math.sin(0.9 * (y * Math.cos(angle) + x * Math.sin(angle)) + phase);
                double value = 0.5 + 0.3 * wave + 0.1 * random.nextGaussian();
                for (int c = 0; c < shape.channels(); c++) {
                    pixels[offset + (y * shape.width() + x) * shape.channels() + c] =
                            (byte) Math.max(0, Math.min(255, Math.round(255 * value)));
                }
            }
        }
    }
}
