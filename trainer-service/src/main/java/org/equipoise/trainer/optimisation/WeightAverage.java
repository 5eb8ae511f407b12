package org.equipoise.trainer.optimisation;

/**
 * Exponential moving average of the weights, evaluated and exported in place of the last ones: the noise of single
 * steps averages out. Polyak and Juditsky, 1992, doi:10.1137/0330046; TensorFlow's {@code ExponentialMovingAverage}
 * with {@code num_updates}.
 *
 * @param decay share of the average that a step keeps, in [0, 1); 0 follows the weights
 */
public record WeightAverage(double decay) {

    public WeightAverage {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("decay must be in [0, 1), got " + decay);
        }
    }

    /** The average is the weights themselves. */
    public static WeightAverage off() {
        return new WeightAverage(0);
    }

    /** Whether the average differs from the weights. */
    public boolean isOn() {
        return decay > 0;
    }

    /**
     * Decay of one update, {@code min(decay, (1 + t) / (10 + t))}: the first weights, which are chance, are forgotten
     * fast. The update is {@code average = d * average + (1 - d) * weight}.
     *
     * @param t updates before this one, at least 0
     */
    public double decay(long t) {
        if (t < 0) {
            throw new IllegalArgumentException("number of updates must be at least 0, got " + t);
        }
        return Math.min(decay, (1.0 + t) / (10.0 + t));
    }
}
