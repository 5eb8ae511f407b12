package org.equipoise.trainer.optimisation;

/**
 * The update rules of {@link Optimiser} for one weight, in double precision: what a graph's optimiser must agree with.
 */
public final class ReferenceOptimisers {

    private ReferenceOptimisers() {}

    /**
     * One weight with what its optimiser remembers.
     *
     * @param weight its value
     * @param first Adam's mean gradient m, or the accumulated gradient a of descent with momentum
     * @param second Adam's mean squared gradient v; 0 for descent
     * @param steps taken so far, t
     */
    public record State(double weight, double first, double second, long steps) {

        /** Before the first step. */
        public static State of(double weight) {
            return new State(weight, 0, 0, 0);
        }
    }

    /** The state after one more step at learning rate {@code rate}. */
    public static State next(Optimiser optimiser, double rate, State state, double gradient) {
        return switch (optimiser.algorithm()) {
            case ADAM -> adam(rate, state, state.weight(), gradient);
            case ADAMW -> adam(rate, state, state.weight() * (1 - rate * optimiser.weightDecay()), gradient);
            case SGD -> sgd(optimiser, rate, state, gradient);
        };
    }

    private static State adam(double rate, State state, double weight, double gradient) {
        double t = state.steps() + 1.0;
        double mean = Optimiser.BETA_1 * state.first() + (1 - Optimiser.BETA_1) * gradient;
        double square = Optimiser.BETA_2 * state.second() + (1 - Optimiser.BETA_2) * gradient * gradient;
        double corrected = rate * Math.sqrt(1 - Math.pow(Optimiser.BETA_2, t)) / (1 - Math.pow(Optimiser.BETA_1, t));
        return new State(
                weight - corrected * mean / (Math.sqrt(square) + Optimiser.EPSILON), mean, square, state.steps() + 1);
    }

    private static State sgd(Optimiser optimiser, double rate, State state, double gradient) {
        double decayed = gradient + optimiser.weightDecay() * state.weight();
        double accumulated = optimiser.momentum() * state.first() + decayed;
        double step = decayed + optimiser.momentum() * accumulated;
        return new State(state.weight() - rate * step, accumulated, 0, state.steps() + 1);
    }
}
