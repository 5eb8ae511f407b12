package org.equipoise.trainer.loss;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Numbers out of fixture columns and seeds. */
final class Fixtures {

    private Fixtures() {}

    static List<Double> numbers(String column) {
        return Arrays.stream(column.split(" ")).map(Double::valueOf).toList();
    }

    static List<Long> counts(String column) {
        return Arrays.stream(column.split(" ")).map(Long::valueOf).toList();
    }

    static double[] row(String column) {
        return numbers(column).stream().mapToDouble(Double::doubleValue).toArray();
    }

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static double[] logits(RandomGenerator random, int classes, double spread) {
        return random.doubles(classes).map(u -> spread * (2 * u - 1)).toArray();
    }
}
