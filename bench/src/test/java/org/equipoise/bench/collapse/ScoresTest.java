package org.equipoise.bench.collapse;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

import org.equipoise.bench.collapse.Judgement.Guess;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.ranking.Ranking.Ranked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Healthy runs have a macro-F1 of .9. */
class ScoresTest {

    private static final RunRow HEALTHY = row("healthy", "none", 0.9, 10);

    @Test
    void causesThatCountAsOneAreOneGuess() {
        List<Guess> guesses = Judgement.merged(List.of(
                new Ranked(Cause.CLASS_IMBALANCE, 0.4),
                new Ranked(Cause.LABELS_SHUFFLED, 0.35),
                new Ranked(Cause.CLASSES_INSEPARABLE, 0.25)));

        assertThat(guesses.get(0).causes()).containsExactlyInAnyOrder(Cause.LABELS_SHUFFLED, Cause.CLASSES_INSEPARABLE);
        assertThat(guesses.get(0).probability()).isCloseTo(0.6, within(1e-12));
        assertThat(guesses).hasSize(2);
    }

    @Test
    void anInjectionThatDidNoHarmMayBeCalledHealthy() {
        var truth = new Truth(List.of(HEALTHY));

        assertThat(truth.of(row("dead-units", "none", 0.86, 1)))
                .containsExactlyInAnyOrder(Cause.HEALTHY, Cause.DEAD_UNITS);
        assertThat(truth.of(row("dead-units", "none", 0.84, 1))).containsExactly(Cause.DEAD_UNITS);
        assertThat(truth.of(row("dead-units", "class-lost", 0.9, 1))).containsExactly(Cause.DEAD_UNITS);
        assertThat(truth.of(row("capacity-too-large", "one-class", 0.4, 1)))
                .containsExactly(Cause.TOO_LITTLE_AUGMENTATION, Cause.CAPACITY_TOO_LARGE);
        assertThat(Truth.unclear(row("healthy", "class-lost", 0.4, 1))).isTrue();
    }

    @Test
    void whereNoHealthyRunOfTheNetworkIsKnownThoseOfTheDatasetAreComparedWith() {
        var truth = new Truth(List.of(HEALTHY));

        assertThat(truth.clean(PlannedRun.of("retina/residual/1/dead-units/mild"), RunRow::macroF1))
                .hasValue(0.9);
        assertThat(truth.clean(PlannedRun.of("breast/residual/1/dead-units/mild"), RunRow::macroF1))
                .isEmpty();
    }

    /**
     * By hand: two healthy runs, one called dead units; two of dead units, both right first; one of imbalance, right
     * second. Top-1 is the mean of 1/2, 1 and 0; top-3 that of 1/2, 1 and 1.
     */
    @Test
    void sharesAreMeansOverTheCauses() {
        List<Judgement> judged = List.of(
                judged(HEALTHY, Cause.HEALTHY),
                judged(HEALTHY, Cause.DEAD_UNITS),
                judged(row("dead-units", "one-class", 0.3, 20), Cause.DEAD_UNITS),
                judged(row("dead-units", "one-class", 0.3, 30), Cause.DEAD_UNITS),
                judged(row("class-imbalance", "one-class", 0.3, 40), Cause.HEALTHY, Cause.CLASS_IMBALANCE));

        Scores scores = Scores.of(judged, new Truth(List.of(HEALTHY)));

        assertThat(scores.top1()).hasValueCloseTo(0.5, within(1e-12));
        assertThat(scores.top3()).hasValueCloseTo(2.5 / 3, within(1e-12));
        assertThat(scores.falseAlarms()).hasValue(0.5);
        assertThat(scores.detection()).hasValueCloseTo(2.0 / 3, within(1e-12));
        assertThat(scores.seconds()).hasValue(20);
        assertThat(scores.harmed()).isEqualTo(3);
        assertThat(scores.bothFound()).isEmpty();
    }

    @Test
    void harmedRunsAreCountedWithoutThoseThatTheInjectionLeftWell() {
        List<Judgement> judged = List.of(
                judged(HEALTHY, Cause.HEALTHY),
                judged(row("dead-units", "none", 0.9, 1), Cause.HEALTHY),
                judged(row("dead-units", "one-class", 0.3, 1), Cause.HEALTHY));

        Scores scores = Scores.of(judged, new Truth(List.of(HEALTHY)));

        assertThat(scores.top1()).hasValueCloseTo((1 + 0.5) / 2, within(1e-12));
        assertThat(scores.harmedTop1()).hasValueCloseTo((1 + 0) / 2.0, within(1e-12));
    }

    @Test
    void ofTwoCausesBothAreLookedForAmongTheFirstThree() {
        RunRow twice = row("class-imbalance+preprocessing-differs", "one-class", 0.3, 1);
        List<Judgement> judged = List.of(
                judged(twice, Cause.CLASS_IMBALANCE, Cause.DEAD_UNITS, Cause.PREPROCESSING_DIFFERS),
                judged(twice, Cause.DEAD_UNITS, Cause.CLASS_IMBALANCE, Cause.HEALTHY, Cause.PREPROCESSING_DIFFERS));

        Scores scores = Scores.of(judged, new Truth(List.of(HEALTHY)));

        assertThat(scores.bothFound()).hasValue(0.5);
        assertThat(scores.firstRight()).hasValue(0.5);
        assertThat(scores.doubles()).isEqualTo(2);
        assertThat(scores.top1()).isEmpty();
    }

    /** By hand: of four that were sure by .75 two are right, .25 too much; one that was sure by 1 is right. */
    @Test
    void theCalibrationErrorIsTheMeanDistanceOfProbabilitiesFromWhatWasRight() {
        List<Judgement> judged = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            judged.add(new Judgement(
                    HEALTHY,
                    Set.of(Cause.HEALTHY),
                    List.of(new Guess(Set.of(i < 2 ? Cause.HEALTHY : Cause.DEAD_UNITS), 0.75))));
        }
        judged.add(new Judgement(HEALTHY, Set.of(Cause.HEALTHY), List.of(new Guess(Set.of(Cause.HEALTHY), 1))));

        assertThat(Scores.calibrationError(judged)).hasValueCloseTo(0.2, within(1e-12));
        assertThat(Scores.calibrationError(List.of())).isEqualTo(OptionalDouble.empty());
    }

    private static RunRow row(String causes, String fault, double macroF1, double seconds) {
        return new RunRow(
                "abc",
                PlannedRun.of("retina/conv4/1/" + causes + "/mild"),
                "",
                fault,
                macroF1,
                macroF1,
                1,
                seconds,
                Evidence.NONE);
    }

    /** Guesses in this order. */
    private static Judgement judged(RunRow row, Cause... order) {
        List<Ranked> ranked = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            ranked.add(new Ranked(order[i], 0.5 / (i + 1)));
        }
        return new Judgement(row, new Truth(List.of(HEALTHY)).of(row), Judgement.merged(ranked));
    }
}
