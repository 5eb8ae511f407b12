package org.equipoise.monitor.collapse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class CollapseDetectorTest {

    private static final List<Double> NODULES = List.of(.87, .09, .04);

    @Test
    void twoStudiesByHand() {
        var detector = new CollapseDetector(List.of(.5, .5));

        // Each of the 16 components starts with weight 1/16. A whole study of class 0 multiplies those of class 0 by
        // q / u = 1 + g, those of class 1 by 1 - g; the fractions g sum to 4.05.
        detector.add(StudyAnswers.of(1, 0), 0);
        double first = detector.evidence();
        double ofClass0 = detector.evidence(0);
        // The second study is split, so each component multiplies by 1: M + 1/16.
        detector.add(StudyAnswers.of(2, 2), 0);

        assertThat(first).isCloseTo((8 + 4.05 + 8 - 4.05) / 16, within(1e-12));
        assertThat(ofClass0).isCloseTo((8 + 4.05) / 16, within(1e-12));
        assertThat(detector.evidence()).isCloseTo(1 + 1, within(1e-12));
    }

    /** The recursion must agree with summing over every possible onset, the definition of Shiryaev-Roberts. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void recursionAgreesWithTheSumOverAllOnsets(long seed) {
        RandomGenerator random = random(seed);
        List<Double> bounds = List.of(.6, .3, .2);
        var detector = new CollapseDetector(bounds);
        int studies = 60;
        double[][] shares = new double[studies][3];

        for (int n = 0; n < studies; n++) {
            var study = StudyAnswers.of(random.nextInt(4), random.nextInt(3), 1 + random.nextInt(2));
            for (int k = 0; k < 3; k++) {
                shares[n][k] = study.share(k);
            }
            detector.add(study, n);
        }

        double naive = 0;
        for (int k = 0; k < 3; k++) {
            for (double g : CollapseDetector.fractions()) {
                double u = bounds.get(k);
                double q = u + (1 - u) * g;
                for (int onset = 0; onset < studies; onset++) {
                    double product = 1.0 / (8 * 3);
                    for (int n = onset; n < studies; n++) {
                        product *= shares[n][k] * q / u + (1 - shares[n][k]) * (1 - q) / (1 - u);
                    }
                    naive += product;
                }
            }
        }
        assertThat(detector.evidence()).as("seed %d", seed).isCloseTo(naive, within(1e-9 * naive));
    }

    /** Mean run length of healthy models: 200 runs, so the mean lies within 3 standard errors of at most 7 % each. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void healthyModelsRunAtLeastGammaStudiesOnAverage(long seed) {
        double gamma = 1000;

        double mean = meanRun(new double[] {.87, .09, .04}, NODULES, gamma, 200, random(seed));

        assertThat(mean).as("seed %d", seed).isGreaterThan(gamma);
    }

    @Test
    void aReferenceWithUpperBoundsRunsLonger() {
        double gamma = 100;

        double mean = meanRun(new double[] {.7, .3}, List.of(.76, .36), gamma, 50, random(21));

        assertThat(mean).isGreaterThan(2 * gamma);
    }

    @Test
    void theSuspicionTellsWhoAndSinceWhen() {
        var detector = new CollapseDetector(List.of(.9, .13, .07));
        RandomGenerator random = random(51);
        for (int n = 0; n < 2000; n++) {
            detector.add(StudyAnswers.single(3, Draw.of(new double[] {.87, .09, .04}, random)), n);
        }

        for (int n = 2000; n < 2200; n++) {
            detector.add(StudyAnswers.single(3, n % 100 == 50 ? 1 : 0), n);
        }

        Suspicion suspicion = detector.strongest();
        assertThat(suspicion.classIndex()).isZero();
        assertThat(suspicion.odds()).isGreaterThan(1e6);
        assertThat(suspicion.predictions()).isBetween(170L, 240L);
        assertThat(suspicion.share()).isBetween(.97, 1.0);
        assertThat(suspicion.sinceMillis()).isEqualTo(2199 - suspicion.predictions());
    }

    @Test
    void edgesStayFiniteAndUntestableClassesStaySilent() {
        var detector = new CollapseDetector(List.of(1.0, 0.0));
        for (int n = 0; n < 100_000; n++) {
            detector.add(StudyAnswers.of(1, 0), n);
        }
        double silent = detector.evidence();
        for (int n = 0; n < 1000; n++) {
            detector.add(StudyAnswers.of(0, 1), n);
        }

        assertThat(detector.testable(0)).isFalse();
        assertThat(silent).isLessThan(3);
        assertThat(detector.evidence()).isFinite().isGreaterThan(1e50);
        assertThat(detector.strongest().classIndex()).isEqualTo(1);
    }

    @Test
    void aRestartedClassBeginsFromNothingAndTheOthersGoOn() {
        var detector = new CollapseDetector(NODULES);
        for (int n = 0; n < 200; n++) {
            detector.add(StudyAnswers.of(1, 0, 0), n);
        }
        double others = detector.evidence(1) + detector.evidence(2);

        detector.restart(0, 200);

        assertThat(detector.evidence(0)).isZero();
        assertThat(detector.evidence()).isCloseTo(others, within(1e-15));
        assertThat(detector.suspicion(0).predictions()).isZero();
    }

    @Test
    void theDelayOfATotalCollapseIsWhatAFreshDetectorNeeds() {
        var detector = new CollapseDetector(List.of(.7, .3));

        long delay = detector.delayOfTotalCollapse(0, 1e6).orElseThrow();

        assertThat(delay).isBetween(35L, 45L);
        assertThat(new CollapseDetector(List.of(1.0, .3)).delayOfTotalCollapse(0, 1e6))
                .isEmpty();
    }

    @Test
    void aStateThatWasStoredGoesOnBitByBit() throws IOException {
        RandomGenerator random = random(61);
        var original = new CollapseDetector(NODULES);
        for (int n = 0; n < 500; n++) {
            original.add(StudyAnswers.of(random.nextInt(5), 1, random.nextInt(2)), n);
        }
        var bytes = new ByteArrayOutputStream();
        original.writeTo(new DataOutputStream(bytes));
        var restored = new CollapseDetector(NODULES);
        restored.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        for (int n = 500; n < 600; n++) {
            var study = StudyAnswers.of(1 + random.nextInt(5), random.nextInt(2), 0);
            original.add(study, n);
            restored.add(study, n);
        }

        assertThat(restored.evidence()).isEqualTo(original.evidence());
        assertThat(restored.strongest()).isEqualTo(original.strongest());
    }

    @Test
    void nonsenseIsRefusedWithTheValue() {
        assertThatThrownBy(() -> new CollapseDetector(List.of(.5, 1.5))).hasMessageContaining("1.5");
        assertThatThrownBy(() -> new CollapseDetector(List.of(.5))).hasMessageContaining("got 1");
        assertThatThrownBy(() -> StudyAnswers.of(0, 0)).hasMessageContaining("without images");
        assertThatThrownBy(() -> StudyAnswers.of(1, -1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new CollapseDetector(NODULES).add(StudyAnswers.of(1, 0), 0))
                .hasMessageContaining("expected 3");
    }

    private static double meanRun(
            double[] shares, List<Double> bounds, double gamma, int runs, RandomGenerator random) {
        var studies = new StudyAnswers[shares.length];
        for (int k = 0; k < shares.length; k++) {
            studies[k] = StudyAnswers.single(shares.length, k);
        }
        long total = 0;
        for (int run = 0; run < runs; run++) {
            var detector = new CollapseDetector(bounds);
            while (detector.evidence() < gamma) {
                detector.add(studies[Draw.of(shares, random)], 0);
                total++;
            }
        }
        return total / (double) runs;
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
