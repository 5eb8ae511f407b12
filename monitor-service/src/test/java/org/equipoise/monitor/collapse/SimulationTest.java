package org.equipoise.monitor.collapse;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Long streams with fixed seeds: what the detectors promise must hold when it is counted. */
class SimulationTest {

    private static final double GAMMA = 1e6;

    /**
     * The worst case: every bound is the true share itself. On average at most one alarm in a million studies is
     * promised of a collapse, half of one of missing classes.
     */
    @Test
    void twentyMillionHealthyStudiesGiveNoMoreAlarmsThanPromised() {
        int studies = 20_000_000;
        double[] shares = {.87, .09, .04};
        var random = new SplittableRandom(2026);
        StudyAnswers[] answers = singles(3);
        var collapses = new CollapseDetector(bounds(shares));
        var misses = new MissingClassDetector(bounds(shares));
        long[] firing = runs(misses);
        int collapsed = 0;
        int missing = 0;

        for (int n = 0; n < studies; n++) {
            StudyAnswers study = answers[Draw.of(shares, random)];
            collapses.add(study, n);
            misses.add(study, n);
            if (collapses.evidence() >= GAMMA) {
                collapsed++;
                collapses = new CollapseDetector(bounds(shares));
            }
            for (int k = 0; k < 3; k++) {
                if (misses.run(k) >= firing[k]) {
                    missing++;
                    misses.restart(k, n);
                }
            }
        }

        assertThat(collapsed).as("false alarms of a collapse").isBetween(1, 20);
        assertThat(missing).as("false alarms of a missing class").isBetween(1, 10);
    }

    /** Studies of six images that are answered alike, so that images counted one by one would be six times as sure. */
    @Test
    void clusteredStudiesGiveNoMoreAlarmsThanPromised() {
        double[] shares = {.87, .09, .04};
        var random = new SplittableRandom(7);
        StudyAnswers[] answers = {StudyAnswers.of(6, 0, 0), StudyAnswers.of(0, 6, 0), StudyAnswers.of(0, 0, 6)};
        var collapses = new CollapseDetector(bounds(shares));
        int alarms = 0;

        for (int n = 0; n < 5_000_000; n++) {
            collapses.add(answers[Draw.of(shares, random)], n);
            if (collapses.evidence() >= GAMMA) {
                alarms++;
                collapses = new CollapseDetector(bounds(shares));
            }
        }

        assertThat(alarms).isLessThanOrEqualTo(5);
    }

    /** Mean predictions from the fault to the alarm, after 300 healthy ones; the fault: 99 % go to the first class. */
    @ParameterizedTest
    @CsvSource({
        "120, .87 .09 .04",
        "44, .7 .3",
        "43, .67 .11 .11 .05 .03 .02 .01",
        "430, .95 .05",
    })
    void aCollapseIsFoundAsFastAsTheReferenceNumbersSay(double expected, String shares) {
        double[] healthy = Arrays.stream(shares.split(" ", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
        double[] broken = new double[healthy.length];
        for (int k = 0; k < healthy.length; k++) {
            broken[k] = k == 0 ? .99 : .01 * healthy[k] / (1 - healthy[0]);
        }
        var random = new SplittableRandom(41);
        StudyAnswers[] answers = singles(healthy.length);
        int runs = 4000;
        long total = 0;

        for (int run = 0; run < runs; run++) {
            var detector = new CollapseDetector(bounds(healthy));
            for (int n = 0; n < 300; n++) {
                detector.add(answers[Draw.of(healthy, random)], n);
            }
            while (detector.evidence() < GAMMA) {
                detector.add(answers[Draw.of(broken, random)], 0);
                total++;
            }
        }

        assertThat(total / (double) runs).isCloseTo(expected, within(.05 * expected));
    }

    /** Healthy shares learned from so many studies: the uncertainty costs delay, not false alarms; two are promised. */
    @ParameterizedTest
    @CsvSource({"500, 300", "2000, 190", "10000, 155"})
    void learnedBoundsCostDelayAndNoMoreAlarmsThanPromised(int learnedFrom, double longestDelay) {
        double[] shares = {.87, .09, .04};
        double[] broken = {.99, .007, .003};
        var random = new SplittableRandom(17);
        StudyAnswers[] answers = singles(3);
        int alarms = 0;
        long total = 0;
        int sites = 100;

        for (int site = 0; site < sites; site++) {
            double[] counts = new double[3];
            for (int n = 0; n < learnedFrom; n++) {
                counts[Draw.of(shares, random)]++;
            }
            List<Double> upper = Arrays.stream(counts)
                    .map(count -> RateBounds.upper(count / learnedFrom, learnedFrom, 1e-3 / 3))
                    .boxed()
                    .toList();
            var detector = new CollapseDetector(upper);
            for (int n = 0; n < 20_000; n++) {
                detector.add(answers[Draw.of(shares, random)], n);
                if (detector.evidence() >= GAMMA) {
                    alarms++;
                    detector = new CollapseDetector(upper);
                }
            }
            while (detector.evidence() < GAMMA) {
                detector.add(answers[Draw.of(broken, random)], 0);
                total++;
            }
        }

        assertThat(alarms).as("false alarms in 2e6 studies").isLessThanOrEqualTo(2);
        assertThat(total / (double) sites).as("mean delay").isBetween(120.0, longestDelay);
    }

    private static long[] runs(MissingClassDetector misses) {
        return new long[] {misses.runAtOdds(0, GAMMA), misses.runAtOdds(1, GAMMA), misses.runAtOdds(2, GAMMA)};
    }

    private static StudyAnswers[] singles(int classes) {
        var singles = new StudyAnswers[classes];
        for (int k = 0; k < classes; k++) {
            singles[k] = StudyAnswers.single(classes, k);
        }
        return singles;
    }

    private static List<Double> bounds(double[] shares) {
        return Arrays.stream(shares).boxed().toList();
    }
}
