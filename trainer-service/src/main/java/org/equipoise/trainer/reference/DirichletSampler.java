package org.equipoise.trainer.reference;

import java.util.Arrays;
import java.util.random.RandomGenerator;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;

/**
 * Draws from one Dirichlet distribution as normalised gamma variates. Other than the library's own sampler it takes a
 * parameter of 0, and never divides 0 by 0 where small parameters underflow.
 */
final class DirichletSampler {

    private final ContinuousSampler[] gammas;

    /** @param parameters concentration of each coordinate, {@code >= 0}, at least one above 0 */
    DirichletSampler(RandomGenerator random, double[] parameters) {
        UniformRandomProvider uniform = random::nextLong;
        gammas = Arrays.stream(parameters)
                .mapToObj(parameter -> gamma(uniform, parameter))
                .toArray(ContinuousSampler[]::new);
    }

    private static ContinuousSampler gamma(UniformRandomProvider uniform, double shape) {
        if (shape == 0) {
            return () -> 0;
        }
        ContinuousSampler gamma = AhrensDieterMarsagliaTsangGammaSampler.of(uniform, shape, 1);
        return () -> Math.max(Double.MIN_NORMAL, gamma.sample());
    }

    /** One draw, summing to 1; 0 where the parameter is. */
    double[] draw() {
        double[] x =
                Arrays.stream(gammas).mapToDouble(ContinuousSampler::sample).toArray();
        double sum = Arrays.stream(x).sum();
        return Arrays.stream(x).map(value -> value / sum).toArray();
    }
}
