package org.equipoise.trainer.optimisation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Learning-rate sweeps of a hundred steps from 1e-6 to 1. */
final class Sweeps {

    static final List<Double> RATES = LearningRateRangeTest.rates(1e-6, 1, 100);

    private Sweeps() {}

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static LearningRateCurve curve(DoubleUnaryOperator loss) {
        return new LearningRateCurve(
                RATES, RATES.stream().map(loss::applyAsDouble).toList());
    }

    /** Falls from .7 to .2 around {@code fastest}, over about a decade, and blows up around a hundred times that. */
    static double valley(double rate, double fastest) {
        double decades = Math.log10(rate / fastest);
        return 0.7 - 0.5 / (1 + Math.exp(-decades / 0.2)) + Math.pow(rate / (100 * fastest), 2);
    }

    /** The curve with its losses from step {@code from} on replaced. */
    static LearningRateCurve withTail(LearningRateCurve curve, int from, double loss) {
        List<Double> losses = new ArrayList<>(curve.losses());
        for (int i = from; i < losses.size(); i++) {
            losses.set(i, loss);
        }
        return new LearningRateCurve(curve.rates(), losses);
    }
}
