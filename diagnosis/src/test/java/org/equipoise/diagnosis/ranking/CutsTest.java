package org.equipoise.diagnosis.ranking;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.ranking.Cuts.Known;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CutsTest {

    /** Five runs of a hundred: ranges of equal size would put them together with fifteen healthy ones. */
    @Test
    void aRareValueThatOnlyOneCauseHasIsARangeOfItsOwn() {
        List<Known> values = new ArrayList<>();
        for (int i = 0; i < 95; i++) {
            values.add(new Known(20 + i, Set.of(i % 2 == 0 ? Cause.HEALTHY : Cause.CLASS_IMBALANCE)));
        }
        for (int i = 0; i < 5; i++) {
            values.add(new Known(i, Set.of(Cause.CONSTANT_INPUT)));
        }

        assertThat(Cuts.of(values)).containsExactly(12.0);
    }

    @Test
    void valuesThatTellNothingAreNotCut() {
        Random random = new Random(1);
        List<Known> values = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            values.add(new Known(
                    random.nextDouble(), Set.of(random.nextBoolean() ? Cause.HEALTHY : Cause.CLASS_IMBALANCE)));
        }

        assertThat(Cuts.of(values)).isEmpty();
        assertThat(Cuts.of(List.of())).isEmpty();
    }

    @Test
    void equalValuesAreNeverParted() {
        List<Known> values = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            values.add(new Known(1, Set.of(i < 50 ? Cause.HEALTHY : Cause.DEAD_UNITS)));
        }

        assertThat(Cuts.of(values)).isEmpty();
    }

    @Test
    void eachOfSeveralCausesHasItsRange() {
        List<Cause> causes = List.of(Cause.HEALTHY, Cause.DEAD_UNITS, Cause.CLASS_IMBALANCE);
        List<Known> values = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            values.add(new Known(i, Set.of(causes.get(i / 30))));
        }

        assertThat(Cuts.of(values)).containsExactly(29.5, 59.5);
    }
}
