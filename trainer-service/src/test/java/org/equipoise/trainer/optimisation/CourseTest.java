package org.equipoise.trainer.optimisation;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class CourseTest {

    private static final int STEPS = 10;

    private static final LearningRateSchedule FALLING =
            new LearningRateSchedule(LearningRateSchedule.Shape.COSINE, 1, 0);

    @Test
    void withoutAChangeTheRatesAreTheSchedules() {
        for (int step = 0; step < 30; step++) {
            assertThat(Course.of(3).learningRate(FALLING, step, STEPS)).isEqualTo(FALLING.at(step, 30));
        }
    }

    /** A third is done after 1 of 3 epochs; the rest is spread over 4 more: 50 steps in all, the 10th is at 16.7. */
    @Test
    void whatIsLeftIsSpreadOverTheEpochsThatAreLeft() {
        Course longer = Course.of(3).then(1, 5);

        assertThat(longer.epochs()).isEqualTo(5);
        assertThat(longer.learningRate(FALLING, 9, STEPS)).isEqualTo(FALLING.at(9, 30));
        assertThat(longer.learningRate(FALLING, 10, STEPS)).isEqualTo(FALLING.at(17, 50));
        assertThat(longer.learningRate(FALLING, 30, STEPS)).isEqualTo(FALLING.at(33, 50));
        assertThat(longer.learningRate(FALLING, 49, STEPS)).isEqualTo(FALLING.at(49, 50));
    }

    /** What is known before a change decides what comes before it. */
    @Test
    void aChangeChangesNothingBeforeIt() {
        for (int step = 0; step < 20; step++) {
            assertThat(Course.parse("9,1:5,2:7").learningRate(FALLING, step, STEPS))
                    .isEqualTo(Course.parse("9,1:5").learningRate(FALLING, step, STEPS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"3,1:20", "20,1:3", "9,2:5,4:8", "2,1:1000", "12,3:6,5:7"})
    void theScheduleNeverGoesBackAndEndsAtItsEnd(String written) {
        Course course = Course.parse(written);
        List<Double> rates = IntStream.range(0, course.epochs() * STEPS)
                .mapToObj(step -> course.learningRate(FALLING, step, STEPS))
                .toList();

        assertThat(rates).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(rates.get(0)).isEqualTo(1);
        assertThat(rates.get(rates.size() - 1)).isLessThan(0.05);
        assertThat(course).hasToString(written);
    }

    @Test
    void theLearningRateDoesNotJumpWhereThePlanChanges() {
        var schedule = new LearningRateSchedule(LearningRateSchedule.Shape.ONE_CYCLE, 1, 0);
        Course course = Course.of(20).then(8, 12);

        assertThat(course.learningRate(schedule, 8 * 50, 50))
                .isCloseTo(course.learningRate(schedule, 8 * 50 - 1, 50), within(0.01));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "0", "1001", "3,1", "3,1:1", "3,3:9", "3,0:9", "9,4:8,4:7", "9,4:8,3:7", "3,1:2:3"})
    void whatIsNoCourseIsRefused(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> Course.parse(written));
    }
}
