package org.equipoise.trainer.optimisation;

import org.equipoise.trainer.optimisation.LearningRateSchedule.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class LearningRateScheduleTest {

    @ParameterizedTest
    @CsvFileSource(resources = "schedules.csv", delimiter = '|', useHeadersInDisplayName = true)
    void agreesWithPyTorch(Shape shape, double peak, double warmUp, long totalSteps, long step, double rate) {
        var schedule = new LearningRateSchedule(shape, peak, warmUp);

        assertThat(schedule.at(step, totalSteps)).isCloseTo(rate, within(1e-12));
    }

    @Test
    void theStepScheduleFallsToATenthAtHalfAndToAHundredthAtThreeQuarters() {
        var schedule = new LearningRateSchedule(Shape.STEP, 1, 0);

        assertThat(schedule.at(49, 100)).isEqualTo(1);
        assertThat(schedule.at(50, 100)).isEqualTo(0.1);
        assertThat(schedule.at(74, 100)).isEqualTo(0.1);
        assertThat(schedule.at(75, 100)).isEqualTo(0.01);
    }

    /** Warm-up of 4 of 20 steps, then 16 steps of cosine: halfway at step 12. */
    @Test
    void theCosineBeginsAfterTheWarmUp() {
        var schedule = new LearningRateSchedule(Shape.COSINE, 0.8, 0.2);

        assertThat(schedule.at(0, 20)).isCloseTo(0.2, within(1e-15));
        assertThat(schedule.at(3, 20)).isCloseTo(0.8, within(1e-15));
        assertThat(schedule.at(4, 20)).isCloseTo(0.8, within(1e-15));
        assertThat(schedule.at(12, 20)).isCloseTo(0.4, within(1e-15));
    }

    @Test
    void oneCycleBeginsLowPeaksAtThirtyPercentAndEndsLowest() {
        var schedule = new LearningRateSchedule(Shape.ONE_CYCLE, 1, 0);

        assertThat(schedule.at(0, 100)).isCloseTo(1 / 25.0, within(1e-15));
        assertThat(schedule.at(29, 100)).isCloseTo(1, within(1e-15));
        assertThat(schedule.at(99, 100)).isCloseTo(1 / 250_000.0, within(1e-15));
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void everyStepOfEveryRunIsAboveZeroAndAtMostThePeak(Shape shape) {
        double longest = shape == Shape.ONE_CYCLE ? 0 : 0.5;
        for (double warmUp : new double[] {0, longest / 7, longest}) {
            var schedule = new LearningRateSchedule(shape, 0.01, warmUp);
            for (long total = 1; total <= 60; total++) {
                for (long step = 0; step < total; step++) {
                    assertThat(schedule.at(step, total))
                            .as("%s, step %d of %d", schedule, step, total)
                            .isGreaterThan(0)
                            .isLessThanOrEqualTo(0.01 + 1e-17);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.1, 0.3, 0.5})
    void theWarmUpGrowsByTheSameAmountEveryStepUpToThePeak(double warmUp) {
        var schedule = new LearningRateSchedule(Shape.CONSTANT, 1, warmUp);
        long warming = Math.round(warmUp * 200);

        for (long step = 0; step < warming; step++) {
            assertThat(schedule.at(step, 200)).isCloseTo((step + 1.0) / warming, within(1e-15));
        }
        assertThat(schedule.at(warming, 200)).isEqualTo(1);
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningRateSchedule(Shape.COSINE, 0, 0))
                .withMessageContaining("got 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningRateSchedule(Shape.COSINE, 0.1, 0.6))
                .withMessage("warm-up of COSINE must be in [0, 0.5], got 0.6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningRateSchedule(Shape.ONE_CYCLE, 0.1, 0.1))
                .withMessage("warm-up of ONE_CYCLE must be in [0, 0.0], got 0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningRateSchedule(Shape.COSINE, 0.1, 0).at(10, 10))
                .withMessage("step must be in [0, 10), got 10");
    }
}
