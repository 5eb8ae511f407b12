package org.equipoise.monitor.alerting;

import java.time.Duration;
import java.util.List;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.monitor.watch.Fixtures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equipoise.monitor.watch.Fixtures.START;

class SilencesTest {

    private static final AlertChanged FIRING = Fixtures.alert(State.FIRING, 400, null);

    @Test
    void ofSeveralSilencesTheOneThatLastsLongestIsShown() {
        Silences silences = of(Fixtures.silence(null, 10), Fixtures.silence(Kind.COLLAPSE, 60));

        assertThat(silences.over(FIRING, START)).hasValue(Fixtures.silence(Kind.COLLAPSE, 60));
        assertThat(silences.at(START))
                .hasSize(2)
                .isSortedAccordingTo((a, b) -> a.until().compareTo(b.until()));
    }

    @Test
    void aSilenceEndsAtItsMinuteAndHasNotBegunBefore() {
        Silences silences = of(Fixtures.silence(null, 10));

        assertThat(silences.over(FIRING, START.minusMillis(1))).isEmpty();
        assertThat(silences.over(FIRING, START.plus(Duration.ofMinutes(10)).minusMillis(1)))
                .isPresent();
        assertThat(silences.over(FIRING, START.plus(Duration.ofMinutes(10)))).isEmpty();
    }

    @Test
    void anotherModelAnotherKindAndWhatIsOverAreNotSilenced() {
        Silences silences = of(Fixtures.silence(Kind.COLLAPSE, 10));

        assertThat(silences.over("chest", Kind.COLLAPSE, START)).isEmpty();
        assertThat(silences.over("nodules", Kind.CONSTANT_OUTPUT, START)).isEmpty();
        assertThat(silences.over(Fixtures.alert(State.RESOLVED, 500, null), START))
                .isEmpty();
    }

    private static Silences of(AlertsSilenced... silences) {
        return () -> List.of(silences);
    }
}
