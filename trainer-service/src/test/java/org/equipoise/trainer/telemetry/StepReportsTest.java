package org.equipoise.trainer.telemetry;

import java.time.Duration;
import java.time.Instant;

import org.equipoise.common.events.TrainingProgressed.StepTelemetry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class StepReportsTest {

    private static final Instant BEGIN = Instant.parse("2026-11-23T08:00:00Z");

    private final StepReports reports = new StepReports(Duration.ofSeconds(10), BEGIN);

    /** By hand: (32 * 1 + 8 * 0.5) / 40 = 0.9 nats, (3 + 1) / 2 = 2, 40 images in 10 s. */
    @Test
    void aReportIsTheMeanOverItsImagesAndSteps() {
        assertThat(reports.after(new StepReports.Step(1, 1e-3, 1, 3, 32), BEGIN.plusSeconds(4)))
                .isEmpty();

        assertThat(reports.after(new StepReports.Step(2, 2e-3, 0.5, 1, 8), BEGIN.plusSeconds(10)))
                .contains(new StepTelemetry(2, 0.9, 2e-3, 2, 4));
    }

    @Test
    void theNextReportBeginsWhereTheLastEnded() {
        reports.after(new StepReports.Step(1, 1e-3, 1, 3, 32), BEGIN.plusSeconds(12));

        assertThat(reports.after(new StepReports.Step(2, 1e-3, 0.5, 1, 8), BEGIN.plusSeconds(21)))
                .isEmpty();
        assertThat(reports.after(new StepReports.Step(3, 1e-3, 0.5, 1, 8), BEGIN.plusSeconds(22)))
                .contains(new StepTelemetry(3, 0.5, 1e-3, 1, 1.6));
    }

    /** The validation between two epochs is no training, and what the epoch showed is in its own record. */
    @Test
    void anEpochBeginsItsReportsAnew() {
        reports.after(new StepReports.Step(1, 1e-3, 1, 3, 32), BEGIN.plusSeconds(9));

        reports.epochBegins(BEGIN.plusSeconds(30));

        assertThat(reports.after(new StepReports.Step(2, 1e-3, 0.5, 1, 8), BEGIN.plusSeconds(39)))
                .isEmpty();
        assertThat(reports.after(new StepReports.Step(3, 1e-3, 0.5, 1, 8), BEGIN.plusSeconds(40)))
                .contains(new StepTelemetry(3, 0.5, 1e-3, 1, 1.6));
    }

    @Test
    void refusesToReportWithoutAPause() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StepReports(Duration.ZERO, BEGIN))
                .withMessageContaining("above 0, got PT0S");
    }
}
