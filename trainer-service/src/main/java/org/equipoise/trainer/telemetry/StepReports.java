package org.equipoise.trainer.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.equipoise.common.events.TrainingProgressed.StepTelemetry;

/** What the steps of a run show, in one report every so often: an epoch may take longer than anyone waits for it. */
public final class StepReports {

    private final Duration every;
    private Instant since;
    private double lossSum;
    private double normSum;
    private long images;
    private long steps;

    /**
     * @param every time between two reports at least, above 0
     * @param begin of the first epoch
     */
    public StepReports(Duration every, Instant begin) {
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("the time between two reports must be above 0, got " + every);
        }
        this.every = every;
        since = begin;
    }

    /** Another epoch begins; what the epoch before it left over is in its own record. */
    public void epochBegins(Instant now) {
        since = now;
        lossSum = 0;
        normSum = 0;
        images = 0;
        steps = 0;
    }

    /**
     * What one step showed.
     *
     * @param step counted from 1 over the whole run
     * @param learningRate step size
     * @param loss mean over the images, nats
     * @param gradientNorm length of the gradient before clipping
     * @param images in the batch
     */
    public record Step(long step, double learningRate, double loss, double gradientNorm, int images) {}

    /** One more step, and the report of the steps since the last report where it is time. */
    public Optional<StepTelemetry> after(Step step, Instant now) {
        lossSum += step.loss() * step.images();
        normSum += step.gradientNorm();
        images += step.images();
        steps++;
        Duration passed = Duration.between(since, now);
        if (passed.compareTo(every) < 0) {
            return Optional.empty();
        }
        var report = new StepTelemetry(
                step.step(), lossSum / images, step.learningRate(), normSum / steps, images / (passed.toNanos() / 1e9));
        epochBegins(now);
        return Optional.of(report);
    }
}
