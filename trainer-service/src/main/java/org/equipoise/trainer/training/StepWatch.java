package org.equipoise.trainer.training;

import java.time.Clock;
import java.util.Locale;
import java.util.function.Consumer;

import org.equipoise.common.events.TrainingProgressed.StepTelemetry;
import org.equipoise.trainer.telemetry.DivergenceWatch;
import org.equipoise.trainer.telemetry.StepReports;

/** Looks at every step of a run: ends the run where it cannot come to anything, and says now and then how it is. */
final class StepWatch {

    private final DivergenceWatch divergence;
    private final StepReports reports;
    private final Consumer<StepTelemetry> listener;
    private final Clock clock;

    StepWatch(DivergenceWatch divergence, StepReports reports, Consumer<StepTelemetry> listener, Clock clock) {
        this.divergence = divergence;
        this.reports = reports;
        this.listener = listener;
        this.clock = clock;
    }

    void epochBegins() {
        reports.epochBegins(clock.instant());
    }

    /**
     * After a step.
     *
     * @param images in its batch
     * @throws RunFailedException if a number of the step is not finite, or the training diverges
     */
    void step(StepOutcome outcome, StepSettings settings, int images) {
        long step = settings.step() + 1;
        if (!outcome.finite()) {
            throw failed(settings, outcome.breakage());
        }
        if (divergence.step(outcome.loss())) {
            throw failed(
                    settings,
                    String.format(
                            Locale.ROOT,
                            "the training diverges: the loss is %.4g, smoothed %.4g, which is above the limit of %.4g, %.0f"
                                    + " times the loss of a network that knows nothing",
                            outcome.loss(),
                            divergence.smoothed(),
                            divergence.limit(),
                            DivergenceWatch.FACTOR));
        }
        var seen = new StepReports.Step(step, settings.learningRate(), outcome.loss(), outcome.gradientNorm(), images);
        reports.after(seen, clock.instant()).ifPresent(listener);
    }

    private static RunFailedException failed(StepSettings settings, String what) {
        return new RunFailedException("in step " + (settings.step() + 1) + ", counted from 1, " + what
                + "; a lower learningRate than " + settings.learningRate() + " or a clipNorm may help");
    }
}
