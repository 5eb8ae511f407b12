package org.equipoise.monitor.collapse;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MissingClassDetectorTest {

    @Test
    void theOddsAreTheMeanWaitingTimeByHand() {
        var detector = new MissingClassDetector(List.of(.5, .5));

        // p = 1/2: W(1) = 2, W(2) = 6, W(3) = 14; divided by 2 K = 4.
        for (int n = 0; n < 3; n++) {
            detector.add(StudyAnswers.of(1, 0), n);
        }

        assertThat(detector.run(1)).isEqualTo(3);
        assertThat(detector.odds(1)).isCloseTo(14 / 4.0, within(1e-12));
        assertThat(detector.odds(0)).isZero();
    }

    @Test
    void theRunAtGivenOddsIsTheFirstThatReachesThem() {
        var detector = new MissingClassDetector(List.of(.6, .2, .03));

        for (int k = 0; k < 3; k++) {
            long run = detector.runAtOdds(k, 1e6);
            double l = List.of(.6, .2, .03).get(k);
            double at = (Math.pow(1 - l, -run) - 1) / l / 6;
            double before = (Math.pow(1 - l, -(run - 1)) - 1) / l / 6;
            assertThat(at).isGreaterThanOrEqualTo(1e6);
            assertThat(before).isLessThan(1e6);
        }
    }

    @Test
    void oneAnswerInAnyImageOfAStudyEndsTheRun() {
        var detector = new MissingClassDetector(List.of(.5, .5));
        for (int n = 0; n < 10; n++) {
            detector.add(StudyAnswers.of(4, 0), n);
        }

        detector.add(StudyAnswers.of(9, 1), 10);

        assertThat(detector.run(1)).isZero();
        assertThat(detector.suspicion(1).sinceMillis()).isEqualTo(10);
        assertThat(detector.suspicion(1).predictions()).isZero();
    }

    @Test
    void boundsOfNoughtAndOneAreHandled() {
        var detector = new MissingClassDetector(List.of(1.0, 0.0));
        for (int n = 0; n < 1000; n++) {
            detector.add(StudyAnswers.of(0, 1), n);
        }

        assertThat(detector.odds(0)).isEqualTo(CollapseDetector.CEILING);
        assertThat(detector.runAtOdds(0, 1e6)).isEqualTo(1);
        assertThat(detector.odds(1)).isZero();
        assertThat(detector.runAtOdds(1, 1e6)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void healthyModelsRunAtLeastTwiceGammaStudiesOnAverage() {
        double gamma = 100;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        long total = 0;
        int runs = 300;

        for (int run = 0; run < runs; run++) {
            var detector = new MissingClassDetector(List.of(.87, .09, .04));
            boolean alarm = false;
            while (!alarm) {
                double x = random.nextDouble();
                detector.add(StudyAnswers.single(3, x < .87 ? 0 : x < .96 ? 1 : 2), 0);
                total++;
                alarm = detector.odds(0) >= gamma || detector.odds(1) >= gamma || detector.odds(2) >= gamma;
            }
        }

        // Standard error about 6 %.
        assertThat(total / (double) runs).isGreaterThan(2 * gamma * .85);
    }
}
