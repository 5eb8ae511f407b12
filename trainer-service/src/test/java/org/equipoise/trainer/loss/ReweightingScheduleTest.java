package org.equipoise.trainer.loss;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ReweightingScheduleTest {

    private static final ClassWeights WEIGHTS = ClassWeights.balanced(List.of(870L, 90L, 40L));

    @Test
    void everyImageCountsTheSameUntilTheFirstWeightedEpoch() {
        var schedule = new ReweightingSchedule(3, WEIGHTS);

        for (int epoch = 0; epoch < 3; epoch++) {
            assertThat(schedule.in(epoch)).as("epoch %d", epoch).isEqualTo(ClassWeights.none(3));
        }
        assertThat(schedule.in(3)).isEqualTo(WEIGHTS);
        assertThat(schedule.in(300)).isEqualTo(WEIGHTS);
    }

    @Test
    void fromZeroOnTheWeightsCountFromTheStart() {
        assertThat(new ReweightingSchedule(0, WEIGHTS).in(0)).isEqualTo(WEIGHTS);
    }

    @Test
    void refusesNegativeEpochs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReweightingSchedule(-1, WEIGHTS))
                .withMessageContaining("got -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReweightingSchedule(1, WEIGHTS).in(-2))
                .withMessageContaining("got -2");
    }
}
