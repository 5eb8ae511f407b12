package org.equipoise.trainer.telemetry;

import java.util.List;
import java.util.OptionalDouble;

import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;

/**
 * Says when a training diverges: it gets ever worse instead of better, long before its numbers leave the range of a
 * float.
 *
 * <p>The loss is smoothed, {@code s += (min(loss, 2 * limit) - s) / 50} step by step, from the loss of the first step
 * on. The training diverges once s is above the limit: {@value #FACTOR} times the loss of the best constant answer, or
 * of the first step where that is larger. A network that learns nothing rests at the former, and one that has not begun
 * shows the latter, in whatever loss and weights the recipe has; ten times as much is worse than knowing nothing. No
 * step counts more than twice the limit, so that it takes about 32 steps in a row ({@code 50 * ln 1.9}) of whatever
 * size: a spike, or the restless beginning of a schedule, passes.
 */
public final class DivergenceWatch {

    /** How many times the loss of a network that knows nothing is too much. */
    public static final double FACTOR = 10;

    /** Steps that the loss is smoothed over. */
    static final int HORIZON = 50;

    private double measure = -1;
    private double reference;
    private double smoothed = -1;

    /**
     * Another epoch begins. Where its loss has another measure than that of the epoch before, because classes are drawn
     * or weighted in another way, everything begins anew. In a run that goes on, the mean loss of the first epoch in
     * this measure takes the place of its first step's, and the smoothing begins anew.
     *
     * @param priorEntropy loss of the best constant answer in this epoch, nats, at least 0
     * @param before the epochs before this one, in order
     */
    public void epochBegins(double priorEntropy, List<EpochTelemetry> before) {
        if (priorEntropy == measure) {
            return;
        }
        measure = priorEntropy;
        OptionalDouble first = before.stream()
                .filter(epoch -> epoch.priorEntropy() == priorEntropy)
                .mapToDouble(EpochTelemetry::trainLoss)
                .findFirst();
        reference = Math.max(priorEntropy, first.orElse(0));
        smoothed = first.isPresent() ? 0 : -1;
    }

    /**
     * One more step.
     *
     * @param loss finite, nats
     * @return whether the training diverges
     */
    public boolean step(double loss) {
        if (smoothed < 0) {
            reference = Math.max(reference, loss);
            smoothed = loss;
        }
        smoothed += (Math.min(loss, 2 * limit()) - smoothed) / HORIZON;
        return smoothed > limit();
    }

    /**
     * Whether a run whose best epoch is this one diverged, however few steps it had: the validation loss is above
     * {@value #FACTOR} times that of a network that knows nothing, or the training loss is and the validation images
     * are answered worse than by a constant. A network that knows nothing costs the prior's entropy, or {@code ln K}
     * where it answers each class evenly and that is more. An epoch that is not the best one may be as bad.
     */
    public static boolean diverged(EpochTelemetry best) {
        double limit =
                FACTOR * Math.max(best.priorEntropy(), Math.log(best.recalls().size()));
        return best.validationLoss() > limit
                || (best.trainLoss() > limit && best.validationLoss() > best.priorEntropy());
    }

    /** The loss, smoothed over the last steps, nats; at most twice the limit. */
    public double smoothed() {
        return Math.max(0, smoothed);
    }

    /** The smoothed loss above which a training diverges, nats. */
    public double limit() {
        return FACTOR * reference;
    }
}
