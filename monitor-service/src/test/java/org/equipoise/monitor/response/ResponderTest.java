package org.equipoise.monitor.response;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.monitor.canary.CanaryWatch;
import org.equipoise.monitor.response.ResponsePolicy.Mode;
import org.equipoise.monitor.watch.Fixtures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.equipoise.monitor.watch.Fixtures.START;

class ResponderTest {

    private static final AlertChanged SICK = Fixtures.alert(State.FIRING, 400, Cause.MODEL);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final List<String> asked = new ArrayList<>();
    private final List<ModelDecided> decisions = new ArrayList<>(List.of(Fixtures.promotion("v1")));
    private final List<AlertsSilenced> silences = new ArrayList<>();
    private final CanaryWatch canaries = new CanaryWatch();
    private final List<Trainer.Version> versions = new ArrayList<>();
    private final SeenVersions watched = new SeenVersions();
    private int rollBackStatus = 200;
    private Instant now = START;

    @Test
    void aSickVersionIsRolledBackByNameWithTheReason() {
        Responder responder = after(TEN_MINUTES, Mode.ACT);

        responder.act(() -> List.of(SICK));

        assertThat(asked)
                .containsExactly("roll back nodules from v1: monitor-service: Class \"none\" takes 100 % of the answers"
                        + " of nodules/v1. Canaries: 4 of 16 differ.");
        assertThat(responder.actions()).isEqualTo(1);
    }

    @Test
    void whereNoneWasPromotedBeforeItIsHeld() {
        rollBackStatus = 409;

        after(TEN_MINUTES, Mode.ACT).act(() -> List.of(SICK));

        assertThat(asked).hasSize(2).last().asString().startsWith("hold nodules v1: monitor-service: ");
    }

    @Test
    void whatTheTrainerDoesNotDoIsCountedAndTriedAgain() {
        rollBackStatus = 503;
        Responder responder = after(TEN_MINUTES, Mode.ACT);

        responder.act(() -> List.of(SICK));
        responder.act(() -> List.of(SICK));

        assertThat(asked).hasSize(2);
        assertThat(responder.failures()).isEqualTo(2);
    }

    @Test
    void theVersionThatIsToComeIsNamed() {
        versions.addAll(SuccessorsTest.V1_SERVES_AFTER_V0);

        after(TEN_MINUTES, Mode.ACT).act(() -> List.of(SICK));

        assertThat(asked).singleElement().asString().startsWith("roll back nodules from v1 to v0: ");
    }

    @Test
    void whereTheVersionBeforeWasSickTooItIsHeld() {
        versions.addAll(SuccessorsTest.V1_SERVES_AFTER_V0);
        watched.all.add(SuccessorsTest.leftCollapsed("v0"));

        Responder responder = after(TEN_MINUTES, Mode.ACT);
        responder.act(() -> List.of(SICK));

        assertThat(asked)
                .singleElement()
                .asString()
                .startsWith("hold nodules v1: monitor-service: version v0 was sick, too, when it served last. ");
        assertThat(responder.actions()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"OFF", "PROPOSE"})
    void withoutThePolicyNothingIsDone(Mode mode) {
        Responder responder = after(TEN_MINUTES, mode);

        responder.act(() -> List.of(SICK));

        assertThat(asked).isEmpty();
        assertThat(responder.proposal(SICK).isPresent()).isEqualTo(mode == Mode.PROPOSE);
    }

    @Test
    void nothingIsDoneBeforeEveryInstanceWasHeard() {
        after(TEN_MINUTES.minusMillis(1), Mode.ACT).act(() -> List.of(SICK));

        assertThat(asked).isEmpty();
    }

    @Test
    void nothingIsDoneWhileAnOperatorIsAtIt() {
        silences.add(Fixtures.silence(null, 60));

        after(TEN_MINUTES, Mode.ACT).act(() -> List.of(SICK));

        assertThat(asked).isEmpty();
    }

    @Test
    void nothingIsDoneToAVersionThatDoesNotServe() {
        decisions.add(0, decided(Outcome.HELD, "an operator", START));

        after(TEN_MINUTES, Mode.ACT).act(() -> List.of(SICK));

        assertThat(asked).isEmpty();
    }

    @Test
    void oneStepADayThenAPersonHasToLook() {
        decisions.add(decided(Outcome.ROLLED_BACK, Responder.SIGNED + "it was sick", START));

        after(Duration.ofHours(24), Mode.ACT).act(() -> List.of(SICK));
        int within = asked.size();
        after(Duration.ofHours(24).plusMillis(1), Mode.ACT).act(() -> List.of(SICK));

        assertThat(within).isZero();
        assertThat(asked).hasSize(1);
    }

    @Test
    void aStepOfAPersonDoesNotCount() {
        decisions.add(decided(Outcome.ROLLED_BACK, "worse at site 2", START));

        after(TEN_MINUTES, Mode.ACT).act(() -> List.of(SICK));

        assertThat(asked).hasSize(1);
    }

    @Test
    void whereOneInstanceIsSoundTheVersionStays() {
        canaries.add(ProposalTest.seen("v1", "a", 0).replay());
        canaries.add(ProposalTest.seen("v1", "b", 0.4).replay());

        after(TEN_MINUTES, Mode.ACT).act(() -> List.of(SICK));

        assertThat(asked).isEmpty();
    }

    @Test
    void settingsOutOfTheirRangeAreNamed() {
        assertThatThrownBy(() -> policy(Mode.ACT, Duration.ofDays(2)).checked())
                .hasMessage("equipoise.monitor.response.settle must be in [PT0S, PT24H], got PT48H");
    }

    private static ModelDecided decided(Outcome outcome, String reason, Instant at) {
        return new ModelDecided(
                "nodules",
                "v0",
                "run-0",
                outcome,
                List.of(),
                outcome == Outcome.HELD ? null : Fixtures.champion("v1"),
                at,
                reason);
    }

    /** One that began at {@link Fixtures#START}, so long ago. */
    private Responder after(Duration time, Mode mode) {
        now = START;
        var clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        var trainer = new RecordingTrainer();
        var responder = new Responder(
                policy(mode, TEN_MINUTES),
                canaries,
                () -> silences,
                model -> decisions,
                trainer,
                new Successors(trainer, watched),
                clock);
        now = START.plus(time);
        return responder;
    }

    private static ResponsePolicy policy(Mode mode, Duration settle) {
        return new ResponsePolicy() {
            @Override
            public Mode mode() {
                return mode;
            }

            @Override
            public Duration settle() {
                return settle;
            }

            @Override
            public Duration atMostEvery() {
                return Duration.ofHours(24);
            }
        };
    }

    private final class RecordingTrainer implements Trainer {
        @Override
        public boolean known() {
            return true;
        }

        @Override
        public Optional<List<Version>> versions(String model) {
            return Optional.of(versions);
        }

        @Override
        public Answer rollBack(String model, @Nullable String from, @Nullable String to, String reason) {
            asked.add("roll back " + model + " from " + from + (to == null ? "" : " to " + to) + ": " + reason);
            return new Answer(rollBackStatus, "{}");
        }

        @Override
        public Answer hold(String model, @Nullable String version, String reason) {
            asked.add("hold " + model + " " + version + ": " + reason);
            return new Answer(200, "{}");
        }
    }
}
