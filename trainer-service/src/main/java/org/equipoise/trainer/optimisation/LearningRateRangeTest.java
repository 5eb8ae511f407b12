package org.equipoise.trainer.optimisation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.equipoise.trainer.optimisation.LearningRateSuggestion.Fallback;
import org.equipoise.trainer.optimisation.LearningRateSuggestion.Found;

/**
 * Finds the learning rate at which the loss falls fastest while the rate grows from step to step: the steepest descent
 * of the smoothed loss over the logarithm of the rate, before its minimum. Smith, WACV 2017, doi:10.1109/WACV.2017.58.
 * A curve that noise alone could have drawn is not trusted.
 *
 * @param fallback learning rate to use when the curve says nothing, above 0
 */
public record LearningRateRangeTest(double fallback) {

    /** Fewest steps that a sweep needs, and that must come before divergence. */
    public static final int FEWEST_STEPS = 30;

    /** Below this confidence, a fall of less than twice what noise does, the curve is not trusted. */
    public static final double LEAST_CONFIDENCE = 0.5;

    /** A fall by less than this share of the loss is flat, however smooth. */
    private static final double FLAT = 0.02;

    /** Steps over which a slope is taken: long enough to average noise, short against a usual sweep. */
    private static final int CHORD = 10;

    public LearningRateRangeTest {
        if (!(fallback > 0 && fallback < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the default learning rate must be above 0, got " + fallback);
        }
    }

    /**
     * The rates of a sweep, each the same multiple of the one before.
     *
     * @param lowest first rate, above 0
     * @param highest last rate, above {@code lowest}
     * @param steps at least {@link #FEWEST_STEPS}; a hundred is usual
     */
    public static List<Double> rates(double lowest, double highest, int steps) {
        if (!(lowest > 0 && highest > lowest && highest < Double.POSITIVE_INFINITY) || steps < FEWEST_STEPS) {
            throw new IllegalArgumentException("need 0 < lowest < highest and at least " + FEWEST_STEPS + " steps, got "
                    + lowest + ", " + highest + ", " + steps);
        }
        double logarithm = Math.log(highest / lowest);
        return IntStream.range(0, steps)
                .mapToObj(i -> i == steps - 1 ? highest : lowest * Math.exp(logarithm * i / (steps - 1)))
                .toList();
    }

    /**
     * The learning rate that the curve advises, or the default with the reason.
     *
     * @param curve of at least {@link #FEWEST_STEPS} steps, unless it ends in divergence
     */
    public LearningRateSuggestion suggest(LearningRateCurve curve) {
        LearningRateCurve usable = curve.beforeDivergence();
        int steps = usable.rates().size();
        if (steps < FEWEST_STEPS) {
            int all = curve.rates().size();
            if (!curve.diverged()) {
                throw new IllegalArgumentException("need at least " + FEWEST_STEPS + " steps, got " + all);
            }
            return fallback(0, "training diverges after %d of %d steps, at %.2g", steps, all, usable.rateAt(steps - 1));
        }
        double[] loss = usable.smoothed();
        int lowest = lowest(loss);
        double before = Arrays.stream(loss, LearningRateCurve.SETTLING, lowest + 1)
                .max()
                .orElseThrow();
        double fall = before - loss[lowest];
        double byNoise = usable.first(Math.max(lowest + 1, FEWEST_STEPS)).noise() * noiseRange(steps);
        if (fall <= FLAT * before) {
            double last = loss[steps - 1];
            return last - before > Math.max(byNoise, FLAT * before)
                    ? fallback(0, "the loss never falls, it rises from %.3g to %.3g", before, last)
                    : fallback(0, "the curve is flat: the loss falls from %.4g to %.4g", before, loss[lowest]);
        }
        double confidence = Math.max(0, 1 - byNoise / fall);
        if (confidence < LEAST_CONFIDENCE) {
            String reason = "the curve is noisy: the loss falls by %.3g, noise alone moves it by %.3g";
            return fallback(confidence, reason, fall, byNoise);
        }
        double rate = usable.rateAt(steepest(usable, loss, lowest));
        return new Found(
                rate,
                confidence,
                String.format(
                        Locale.ROOT,
                        "the loss falls from %.3g to %.3g, fastest at a rate of %.2g; noise alone moves it by %.2g",
                        before,
                        loss[lowest],
                        rate,
                        byNoise));
    }

    /**
     * How far apart the highest and lowest point of a smoothed constant loss are, in standard deviations: {@code 2 *
     * sqrt(2 * log(steps))}, which bounds the expected range of that many normal variables; about one noise curve in a
     * hundred exceeds it.
     */
    private static double noiseRange(int steps) {
        return 2 * Math.sqrt(2 * Math.log(steps));
    }

    private static int lowest(double[] loss) {
        int lowest = LearningRateCurve.SETTLING;
        for (int i = lowest; i < loss.length; i++) {
            lowest = loss[i] < loss[lowest] ? i : lowest;
        }
        return lowest;
    }

    /**
     * The step of steepest descent, moved back by the mean age of the losses in the average. That is exact for a slow
     * fall and up to nine steps too far for a sudden one: the low side is the safe one.
     */
    private static double steepest(LearningRateCurve curve, double[] loss, int lowest) {
        int first = LearningRateCurve.SETTLING;
        int chord = Math.min(CHORD, lowest - first);
        double best = first;
        double steepest = Double.POSITIVE_INFINITY;
        for (int i = first; i + chord <= lowest; i++) {
            double distance =
                    Math.log(curve.rates().get(i + chord) / curve.rates().get(i));
            double slope = (loss[i + chord] - loss[i]) / distance;
            if (slope < steepest) {
                steepest = slope;
                best = i + chord / 2.0;
            }
        }
        return best - age(best + 1);
    }

    /** Mean age in steps of the losses in an exponential average with bias correction over {@code n} of them. */
    private static double age(double n) {
        double unseen = Math.pow(LearningRateCurve.SMOOTHING, n);
        return LearningRateCurve.SMOOTHING / (1 - LearningRateCurve.SMOOTHING) - n * unseen / (1 - unseen);
    }

    private Fallback fallback(double confidence, String reason, Object... numbers) {
        return new Fallback(fallback, confidence, String.format(Locale.ROOT, reason, numbers));
    }
}
