package org.equipoise.monitor.response;

import java.time.Duration;
import java.util.List;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.canary.CanaryWatch.Seen;
import org.equipoise.monitor.response.Proposal.Action;
import org.equipoise.monitor.watch.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equipoise.monitor.watch.Fixtures.START;

class ProposalTest {

    private static final AlertChanged SICK = Fixtures.alert(State.FIRING, 400, Cause.MODEL);

    @Test
    void aVersionThatIsSickInEveryInstanceIsToBeRolledBack() {
        Proposal proposal = Proposal.of(SICK, List.of(seen("v1", "a", 0.4), seen("v1", "b", 0.4)), START)
                .orElseThrow();

        assertThat(proposal.action()).isEqualTo(Action.ROLL_BACK);
        assertThat(proposal.instances()).containsExactly("a", "b");
        assertThat(proposal.reason()).contains("100 %", "4 of 16");
    }

    @Test
    void whereAnotherInstanceIsSoundTheSickOneIsToBeRestarted() {
        Proposal proposal = Proposal.of(SICK, List.of(seen("v1", "a", 0), seen("v1", "b", 0.4)), START)
                .orElseThrow();

        assertThat(proposal.action()).isEqualTo(Action.RESTART);
        assertThat(proposal.instances()).containsExactly("b");
    }

    @Test
    void anInstanceThatIsGoneAndAnotherVersionExcuseNobody() {
        var later = START.plus(Duration.ofMinutes(31));
        List<Seen> replays = List.of(seen("v1", "gone", 0), seen("v0", "other", 0));

        assertThat(Proposal.of(SICK, replays, later).orElseThrow().action()).isEqualTo(Action.ROLL_BACK);
        assertThat(Proposal.of(SICK, replays, START).orElseThrow().action()).isEqualTo(Action.RESTART);
    }

    @Test
    void whatFeedsEveryVersionWrongIsToBeHeld() {
        AlertChanged fedWrong = Fixtures.alert(State.FIRING, 400, Cause.PREPROCESSING);

        assertThat(Proposal.of(fedWrong, List.of(), START).orElseThrow().action())
                .isEqualTo(Action.HOLD);
    }

    @ParameterizedTest
    @EnumSource(names = {"INPUT", "POPULATION", "UNKNOWN"})
    void otherImagesAndOtherPatientsAreNoReasonToTakeAModelOut(Cause cause) {
        assertThat(Proposal.of(Fixtures.alert(State.FIRING, 400, cause), List.of(), START))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING", "RESOLVED"})
    void aSuspicionAndWhatIsOverAreNoReasonEither(State state) {
        assertThat(Proposal.of(Fixtures.alert(state, 400, Cause.MODEL), List.of(), START))
                .isEmpty();
    }

    static Seen seen(String version, String instance, double difference) {
        var replay = Fixtures.replay(version, instance, difference, START);
        return new Seen(replay, CanaryVerdict.of(replay));
    }
}
