package org.equipoise.trainer.optimisation;

/**
 * The learning rate of every step of a run. A pure function of the step, so that a resumed run goes on where it was.
 *
 * @param peak largest learning rate, above 0
 * @param warmUp fraction of the steps, in [0, 0.5], in which the rate grows linearly to the peak; 0 for one-cycle,
 *     which has its own. Goyal et al., 2017, arXiv:1706.02677
 */
public record LearningRateSchedule(Shape shape, double peak, double warmUp) {

    /** How the rate goes on after the warm-up. */
    public enum Shape {
        /** Stays at the peak. */
        CONSTANT,

        /** A tenth after half of all steps, a hundredth after three quarters. */
        STEP,

        /** Falls to 0 along half a cosine. Loshchilov and Hutter, ICLR 2017, arXiv:1608.03983, without restarts. */
        COSINE,

        /**
         * Up from 1/25 of the peak in the first 30 % of the steps, then down to 1/250,000 of it, both along half a
         * cosine. Smith and Topin, 2018, arXiv:1708.07120, with the defaults of PyTorch's {@code OneCycleLR}.
         */
        ONE_CYCLE
    }

    private static final double LONGEST_WARM_UP = 0.5;
    private static final double RISING_FRACTION = 0.3;
    private static final double FIRST_DIVISOR = 25;
    private static final double LAST_DIVISOR = FIRST_DIVISOR * 1e4;

    public LearningRateSchedule {
        if (!(peak > 0 && peak < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("learning rate must be above 0 and finite, got " + peak);
        }
        double longest = shape == Shape.ONE_CYCLE ? 0 : LONGEST_WARM_UP;
        if (!(warmUp >= 0 && warmUp <= longest)) {
            throw new IllegalArgumentException(
                    "warm-up of " + shape + " must be in [0, " + longest + "], got " + warmUp);
        }
    }

    /**
     * Learning rate of one step, above 0 and at most the peak.
     *
     * @param step counted from 0, below {@code totalSteps}
     * @param totalSteps of the whole run
     */
    public double at(long step, long totalSteps) {
        if (!(step >= 0 && step < totalSteps)) {
            throw new IllegalArgumentException("step must be in [0, " + totalSteps + "), got " + step);
        }
        long warming = Math.round(warmUp * totalSteps);
        if (step < warming) {
            return peak * (step + 1) / warming;
        }
        double done = step / (double) totalSteps;
        return switch (shape) {
            case CONSTANT -> peak;
            case STEP -> peak * (done >= 0.75 ? 0.01 : done >= 0.5 ? 0.1 : 1);
            case COSINE -> between(peak, 0, (step - warming) / (double) (totalSteps - warming));
            case ONE_CYCLE -> oneCycle(step, totalSteps);
        };
    }

    /** The last step is at the lowest rate; in a run of three steps or fewer the rise has no step of its own. */
    private double oneCycle(long step, long totalSteps) {
        double highest = RISING_FRACTION * totalSteps - 1;
        double last = totalSteps - 1.0;
        return step <= highest
                ? between(peak / FIRST_DIVISOR, peak, highest == 0 ? 1 : step / highest)
                : between(peak, peak / LAST_DIVISOR, (step - highest) / (last - highest));
    }

    /** From one rate to another along half a cosine; {@code fraction} of the way in [0, 1]. */
    private static double between(double from, double to, double fraction) {
        return to + (from - to) * (1 + Math.cos(Math.PI * fraction)) / 2;
    }
}
