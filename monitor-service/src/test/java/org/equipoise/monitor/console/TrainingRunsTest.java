package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.monitor.console.TrainingRuns.RunView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrainingRunsTest {

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    private final TrainingRuns runs = new TrainingRuns();

    @Test
    void aRunThatWaitsForATrainerIsShown() {
        runs.requested(new TrainingRequested("r1", "lung", "lung", "v1", "auto", Map.of(), 1, START));

        RunView run = runs.find("r1").orElseThrow();

        assertThat(run.phase()).isNull();
        assertThat(run.message()).isEqualTo("waits for a trainer");
        assertThat(run.dataset()).isEqualTo("lung");
    }

    @Test
    void aFaultIsDatedFromTheFirstOfTheLastEpochsInWhichAClassIsLost() {
        for (int epoch = 1; epoch <= 6; epoch++) {
            runs.progressed(epoch("r1", epoch, epoch == 2 || epoch >= 5));
        }

        assertThat(runs.find("r1").orElseThrow().faultSince()).isEqualTo(5);
    }

    @Test
    void oneClassLostIsNotCalledACollapse() {
        runs.progressed(epoch("r1", 1, List.of(.9, .8, .05), List.of(.6, .35, .05)));
        runs.progressed(epoch("r2", 1, List.of(1.0, .0, .0), List.of(.95, .05, .0)));

        assertThat(runs.find("r1").orElseThrow().fault()).isEqualTo("class lost");
        assertThat(runs.find("r2").orElseThrow().fault()).isEqualTo("collapsed");
        assertThat(runs.find("r2").orElseThrow().history())
                .extracting(TrainingRuns.Epoch::fault)
                .containsExactly("collapsed");
    }

    @Test
    void aRunThatRecoveredHasNoFault() {
        runs.progressed(epoch("r1", 1, true));
        runs.progressed(epoch("r1", 2, false));

        assertThat(runs.find("r1").orElseThrow().fault()).isNull();
        assertThat(runs.find("r1").orElseThrow().faultSince()).isNull();
    }

    /** A request for a diagnosis may carry, against its rules, the id of a run. */
    @Test
    void whatIsToldOfAnotherModelUnderItsIdLeavesARunAsItIs() {
        var other = new TrainingProgressed("r1", "x-diagnosis", Phase.STARTED, 0, 0, null, "examines", START);
        runs.progressed(other);
        runs.requested(new TrainingRequested("r1", "lung", "lung", "v1", "auto", Map.of(), 1, START));
        assertThat(runs.find("r1").orElseThrow().phase()).isNull();
        runs.progressed(epoch("r1", 1, true));

        runs.progressed(other);

        assertThat(runs.find("r1").orElseThrow().phase()).isEqualTo(Phase.EPOCH);
        assertThat(runs.find("r1").orElseThrow().history()).hasSize(1);
    }

    @Test
    void anEpochThatIsToldTwiceIsShownOnce() {
        runs.progressed(epoch("r1", 1, false));
        runs.progressed(epoch("r1", 1, false));

        assertThat(runs.find("r1").orElseThrow().history()).hasSize(1);
    }

    @Test
    void aRunThatResumesForgetsTheEpochsAfterItsCheckpoint() {
        for (int epoch = 1; epoch <= 3; epoch++) {
            runs.progressed(epoch("r1", epoch, true));
        }

        runs.progressed(progress("r1", Phase.RESUMED, 1, null));

        assertThat(runs.find("r1").orElseThrow().history())
                .extracting(TrainingRuns.Epoch::epoch)
                .containsExactly(1);
    }

    @Test
    void onlyTheLatestRunsAreRemembered() {
        for (int n = 0; n <= TrainingRuns.MOST_RUNS; n++) {
            runs.progressed(progress("r" + n, Phase.STARTED, 0, null));
        }

        assertThat(runs.all()).hasSize(TrainingRuns.MOST_RUNS);
        assertThat(runs.find("r0")).isEmpty();
        assertThat(runs.find("r" + TrainingRuns.MOST_RUNS)).isPresent();
    }

    @Test
    void theListNamesTheLastChangeFirstAndLeavesTheEpochsOut() {
        runs.progressed(epoch("r1", 1, false));
        runs.progressed(epoch("r2", 2, false));

        assertThat(runs.all()).extracting(RunView::runId).containsExactly("r2", "r1");
        assertThat(runs.all()).allSatisfy(run -> assertThat(run.history()).isEmpty());
    }

    private static TrainingProgressed epoch(String run, int epoch, boolean collapsed) {
        return epoch(
                run, epoch, List.of(1.0, collapsed ? 0.0 : .9), List.of(collapsed ? 1.0 : .5, collapsed ? 0.0 : .5));
    }

    private static TrainingProgressed epoch(String run, int epoch, List<Double> recalls, List<Double> shares) {
        return progress(
                run,
                Phase.EPOCH,
                epoch,
                new EpochTelemetry(.5, .6, .47, 1e-3, .33, .87, recalls, shares, true, 100, 1, 1, null));
    }

    private static TrainingProgressed progress(String run, Phase phase, int epoch, @Nullable EpochTelemetry telemetry) {
        return new TrainingProgressed(run, "lung", phase, epoch, 10, telemetry, "", START.plusSeconds(epoch));
    }
}
