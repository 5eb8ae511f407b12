package org.equipoise.trainer.diagnosis;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.training.Shard;

/** Discs on noise: red or blue, large or small, dark or bright all over. Nothing is near black or white. */
final class ColouredDiscs {

    static final InputShape SHAPE = new InputShape(24, 24, 3);
    static final int CLASSES = 8;

    private ColouredDiscs() {}

    /** {@code images} images, the classes in turn. */
    static Shard shard(int images, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        byte[] pixels = new byte[images * SHAPE.length()];
        int[] labels = new int[images];
        float[] weights = new float[images];
        for (int i = 0; i < images; i++) {
            labels[i] = i % CLASSES;
            weights[i] = 1;
            draw(pixels, i * SHAPE.length(), labels[i], random);
        }
        return new Shard(SHAPE, pixels, labels, weights);
    }

    private static void draw(byte[] pixels, int at, int label, RandomGenerator random) {
        boolean red = label % 2 == 0;
        double radius = label / 2 % 2 == 0 ? random.nextDouble(6, 7) : random.nextDouble(3, 4);
        double ground = label / 4 == 0 ? random.nextDouble(72, 80) : random.nextDouble(122, 130);
        double x0 = random.nextDouble(10, 14);
        double y0 = random.nextDouble(10, 14);
        for (int y = 0; y < SHAPE.height(); y++) {
            for (int x = 0; x < SHAPE.width(); x++) {
                boolean within = Math.hypot(x - x0, y - y0) < radius;
                for (int c = 0; c < 3; c++) {
                    boolean lit = c == (red ? 0 : 2);
                    double value = ground + (within ? lit ? 50 : 5 : 0) + 5 * random.nextGaussian();
                    pixels[at + (y * SHAPE.width() + x) * 3 + c] = (byte) Math.max(0, Math.min(255, Math.round(value)));
                }
            }
        }
    }
}
