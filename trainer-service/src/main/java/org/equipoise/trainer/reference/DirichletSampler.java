package org.equipoise.trainer.reference;

import java.util.random.RandomGenerator;

/** Draws from Dirichlet distributions as normalised gamma variates. */
final class DirichletSampler {

    private final RandomGenerator random;

    DirichletSampler(RandomGenerator random) {
        this.random = random;
    }

    /**
     * One draw, summing to 1. A parameter of 0 gives a coordinate of 0; at least one parameter must be positive.
     *
     * @param parameters concentration of each coordinate, {@code >= 0}
     */
    double[] draw(double[] parameters) {
        double[] x = new double[parameters.length];
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            x[k] = parameters[k] == 0 ? 0 : gamma(parameters[k]);
            sum += x[k];
        }
        for (int k = 0; k < x.length; k++) {
            x[k] /= sum;
        }
        return x;
    }

    /**
     * A gamma variate of the given shape and scale 1; below shape 1 through {@code gamma(shape + 1) * u^(1/shape)}.
     *
     * @see <a href="https://doi.org/10.1145/358407.358414">Marsaglia and Tsang, ACM TOMS 2000</a>
     */
    private double gamma(double shape) {
        if (shape < 1) {
            // Keeps a variate that would underflow positive, so that a draw never divides 0 by 0.
            return Math.max(Double.MIN_NORMAL, gamma(shape + 1) * Math.pow(random.nextDouble(), 1 / shape));
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double z = random.nextGaussian();
            double v = Math.pow(1 + c * z, 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < z * z / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
