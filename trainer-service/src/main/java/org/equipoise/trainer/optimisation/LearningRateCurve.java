package org.equipoise.trainer.optimisation;

import java.util.List;

/**
 * The loss of each step of a sweep in which the learning rate grows.
 *
 * @param rates growing, above 0
 * @param losses raw training loss of the step at that rate, at least 0 where training still works; NaN and infinities
 *     are taken for divergence
 */
public record LearningRateCurve(List<Double> rates, List<Double> losses) {

    /**
     * Share of the running average that a step keeps. The average spans about ten steps; fastai's 0.98 would span half
     * of a usual sweep.
     */
    static final double SMOOTHING = 0.9;

    /** Steps until the average spans as many losses as it does later. */
    static final int SETTLING = 10;

    /** A smoothed loss above this many times the best one has diverged, as in fastai's {@code LRFinder}. */
    private static final double DIVERGED = 4;

    public LearningRateCurve {
        rates = List.copyOf(rates);
        losses = List.copyOf(losses);
        if (rates.size() != losses.size() || rates.isEmpty()) {
            throw new IllegalArgumentException(
                    "need one loss per learning rate, got " + rates.size() + " rates and " + losses.size() + " losses");
        }
        for (int i = 0; i < rates.size(); i++) {
            if (!(rates.get(i) > (i == 0 ? 0 : rates.get(i - 1)))) {
                throw new IllegalArgumentException("learning rates must grow from above 0, got " + rates);
            }
        }
    }

    /** Whether the sweep can be stopped: what follows is divergence. */
    public boolean diverged() {
        return beforeDivergence().losses().size() < losses.size() || !Double.isFinite(losses.get(losses.size() - 1));
    }

    /**
     * The steps before the first loss that is not finite or, once the average has settled, four times the best; at
     * least one step.
     */
    LearningRateCurve beforeDivergence() {
        double[] smoothed = smoothed();
        double best = Double.POSITIVE_INFINITY;
        int end = 0;
        while (end < smoothed.length && Double.isFinite(smoothed[end]) && smoothed[end] <= DIVERGED * best) {
            best = end < SETTLING ? best : Math.min(best, smoothed[end]);
            end++;
        }
        return first(Math.max(1, end));
    }

    /** The first steps. */
    LearningRateCurve first(int steps) {
        return new LearningRateCurve(rates.subList(0, steps), losses.subList(0, steps));
    }

    /**
     * Exponential average with bias correction, {@code a_n / (1 - beta^n)} with {@code a_n = beta * a_(n-1) + (1 -
     * beta) * loss_n}, as fastai's {@code AvgSmoothLoss}. NaN from the first NaN on.
     */
    double[] smoothed() {
        double[] smoothed = new double[losses.size()];
        double average = 0;
        double unseen = 1;
        for (int i = 0; i < smoothed.length; i++) {
            average = SMOOTHING * average + (1 - SMOOTHING) * losses.get(i);
            unseen *= SMOOTHING;
            smoothed[i] = average / (1 - unseen);
        }
        return smoothed;
    }

    /**
     * Standard deviation of the smoothed curve were the loss constant. The raw loss's is taken from its second
     * differences, {@code sum (l_(i-1) - 2 l_i + l_(i+1))^2 / 6}, which a steady fall does not enter (Gasser, Sroka and
     * Jennen-Steinmetz, 1986, doi:10.1093/biomet/73.3.625); averaging leaves {@code (1 - beta) / (1 + beta)} of the
     * variance. 0 with fewer than three steps.
     */
    double noise() {
        double sum = 0;
        for (int i = 1; i + 1 < losses.size(); i++) {
            double difference = losses.get(i - 1) - 2 * losses.get(i) + losses.get(i + 1);
            sum += difference * difference;
        }
        double variance = sum / 6 / Math.max(1, losses.size() - 2);
        return Math.sqrt(variance * (1 - SMOOTHING) / (1 + SMOOTHING));
    }

    /** The learning rate between two steps, or at one; {@code step} may be a fraction. */
    double rateAt(double step) {
        int below = (int) Math.floor(step);
        int above = Math.min(below + 1, rates.size() - 1);
        double fraction = step - below;
        return Math.exp((1 - fraction) * Math.log(rates.get(below)) + fraction * Math.log(rates.get(above)));
    }
}
