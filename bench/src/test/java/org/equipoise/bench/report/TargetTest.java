package org.equipoise.bench.report;

import java.util.List;

import org.equipoise.bench.report.Target.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TargetTest {

    @Test
    void theLimitItselfIsReachedUnlessTheNumberIsToLieBelowIt() {
        assertThat(Target.atLeast("accuracy", 0.93, 0.93).isReached()).isTrue();
        assertThat(new Target("minutes", 5, 5, Kind.AT_MOST, "min").isReached()).isTrue();
        assertThat(new Target("growth", 5, 5, Kind.BELOW, "%").isReached()).isFalse();
    }

    @Test
    void whatFellShortIsNamedWithItsNumberAndItsLimit() {
        var missed = new Target("growth of the memory", 6.25, 5, Kind.BELOW, "%");

        assertThat(Target.summary(List.of(missed, Target.atLeast("accuracy", 0.95, 0.93))))
                .containsExactly(
                        "1 of 2 targets reached", "short of growth of the memory: 6.2500 %, aimed at below 5.0000 %");
        assertThat(Target.summary(List.of())).containsExactly("no target is set");
    }

    @Test
    void aNumberThatIsMissingIsNotReached() {
        assertThat(Target.atLeast("accuracy", Double.NaN, 0.93).isReached()).isFalse();
    }
}
