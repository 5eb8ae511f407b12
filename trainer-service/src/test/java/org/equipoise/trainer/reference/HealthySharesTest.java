package org.equipoise.trainer.reference;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.labels.ClassDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class HealthySharesTest {

    private static final ClassDistribution COUNTS = new ClassDistribution(List.of(1000L, 100L, 50L));

    /**
     * Two classes, prior 1/2 a cell: prevalence (60.5/101, 40.5/101); rows (9.5/11, 1.5/11) and (0.5/11, 10.5/11); the
     * share of class 0 is the sum of the products.
     */
    @Test
    void sharesByHand() {
        var reference = HealthyShares.of(
                new ClassDistribution(List.of(60L, 40L)),
                ConfusionMatrix.of(List.of(List.of(9L, 1L), List.of(0L, 10L))));

        double share = 60.5 / 101 * 9.5 / 11 + 40.5 / 101 * 0.5 / 11;
        assertThat(reference.shares().get(0)).isCloseTo(share, within(1e-12));
        assertThat(reference.shares().get(1)).isCloseTo(1 - share, within(1e-12));
        assertThat(reference.images()).isEqualTo(20);
        assertThat(reference.prevalence()).containsExactly(60.5 / 101, 40.5 / 101);
        assertThat(reference.confusion()).containsExactly(List.of(9L, 1L), List.of(0L, 10L));
    }

    @Test
    void aLargeReferenceIsThePlugInEstimate() {
        var reference = HealthyShares.of(
                new ClassDistribution(List.of(9_000_000L, 1_000_000L)),
                ConfusionMatrix.of(List.of(List.of(900_000L, 100_000L), List.of(30_000L, 270_000L))));

        assertThat(reference.shares().get(1)).isCloseTo(0.9 * 0.1 + 0.1 * 0.9, within(1e-5));
        assertThat(reference.upperBounds().get(1) - reference.lowerBounds().get(1))
                .isLessThan(0.002);
    }

    @Test
    void aPerfectModelStillHasNoShareOfZero() {
        var perfect = ConfusionMatrix.of(List.of(List.of(300L, 0L, 0L), List.of(0L, 30L, 0L), List.of(0L, 0L, 15L)));

        var reference = HealthyShares.of(COUNTS, perfect);

        assertThat(reference.shares()).allMatch(share -> share > 0);
        assertThat(reference.shares().get(0)).isBetween(0.85, 0.88);
        assertThat(reference.upperBounds().get(0)).isLessThan(0.90);
        assertThat(reference.lowerBounds().get(2)).isGreaterThan(0.02);
    }

    @Test
    void aClassThatWasNeverEvaluatedHasWideBounds() {
        var seen = ConfusionMatrix.of(List.of(List.of(300L, 0L), List.of(0L, 30L)));
        var unseen = ConfusionMatrix.of(List.of(List.of(300L, 0L), List.of(0L, 0L)));
        var counts = new ClassDistribution(List.of(900L, 100L));

        assertThat(width(HealthyShares.of(counts, unseen), 1))
                .isGreaterThan(2 * width(HealthyShares.of(counts, seen), 1));
    }

    @Test
    void aClassThatDoesNotExistDoesNotDisturbTheOthers() {
        var confusion = ConfusionMatrix.of(List.of(List.of(90L, 10L, 0L), List.of(5L, 45L, 0L), List.of(0L, 0L, 0L)));

        var reference = HealthyShares.of(new ClassDistribution(List.of(600L, 300L, 0L)), confusion);

        assertThat(reference.shares().get(2)).isLessThan(0.01);
        assertThat(reference.shares().get(0)).isCloseTo(2 / 3.0 * .9 + 1 / 3.0 * .1, within(0.01));
    }

    @Test
    void moreImagesNarrowTheBounds() {
        var small = ConfusionMatrix.of(List.of(List.of(80L, 20L), List.of(5L, 15L)));
        var large = ConfusionMatrix.of(List.of(List.of(8000L, 2000L), List.of(500L, 1500L)));
        var counts = new ClassDistribution(List.of(500_000L, 100_000L));

        assertThat(width(HealthyShares.of(counts, large), 0)).isLessThan(width(HealthyShares.of(counts, small), 0) / 5);
    }

    @Test
    void theSameCountsGiveTheSameBounds() {
        var confusion = ConfusionMatrix.of(List.of(List.of(80L, 5L, 2L), List.of(1L, 7L, 1L), List.of(0L, 1L, 3L)));

        assertThat(HealthyShares.of(COUNTS, confusion)).isEqualTo(HealthyShares.of(COUNTS, confusion));
    }

    @Test
    void refusesWhatDoesNotFit() {
        var confusion = ConfusionMatrix.of(List.of(List.of(1L, 0L), List.of(0L, 1L)));

        assertThatIllegalArgumentException().isThrownBy(() -> HealthyShares.of(COUNTS, confusion));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HealthyShares.of(new ClassDistribution(List.of(0L, 0L)), confusion))
                .withMessageContaining("without images");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void sharesSumToOneAndLieWithinTheirBounds(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int classes = random.nextInt(2, 8);
        var confusion = new ConfusionMatrix(classes);
        for (int i = 0; i < 200; i++) {
            confusion.add(random.nextInt(classes), random.nextInt(classes));
        }
        var counts =
                new ClassDistribution(random.longs(classes, 1, 1000).boxed().toList());

        var reference = HealthyShares.of(counts, confusion);

        assertThat(reference.shares().stream().mapToDouble(s -> s).sum()).isCloseTo(1, within(1e-9));
        for (int k = 0; k < classes; k++) {
            assertThat(reference.shares().get(k))
                    .as("seed %d, class %d", seed, k)
                    .isBetween(
                            reference.lowerBounds().get(k),
                            reference.upperBounds().get(k));
        }
    }

    /**
     * A world with known shares is sampled again and again: datasets, then confusion matrices. Each bound of each class
     * must hold in about 95 % of the samples; 90 % is asked, which 200 samples of a bound that holds with 95 % miss
     * with a probability of about 0.2 %.
     */
    @ParameterizedTest
    @CsvSource({
        "0.87, 0.09, 1150, 0.95, 345, 1",
        "0.87, 0.09, 1150, 0.80, 345, 2",
        "0.60, 0.30, 500, 0.70, 150, 3",
        "0.95, 0.04, 20000, 0.90, 2000, 4"
    })
    void eachBoundHoldsInNineOfTenWorldsAndMore(
            double first, double second, int images, double skill, int evaluated, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[] prevalence = {first, second, 1 - first - second};
        double slip = (1 - skill) / 2;
        double[][] rows = {{skill, slip, slip}, {slip, skill, slip}, {slip, slip, skill}};
        int worlds = 200;
        int[] above = new int[3];
        int[] below = new int[3];
        for (int world = 0; world < worlds; world++) {
            HealthyReference reference = sample(prevalence, rows, images, evaluated, random);
            for (int k = 0; k < 3; k++) {
                double truth = prevalence[0] * rows[0][k] + prevalence[1] * rows[1][k] + prevalence[2] * rows[2][k];
                above[k] += truth > reference.upperBounds().get(k) ? 1 : 0;
                below[k] += truth < reference.lowerBounds().get(k) ? 1 : 0;
            }
        }

        assertThat(above).as("seed %d, worlds above the upper bound", seed).satisfies(HealthySharesTest::atMostATenth);
        assertThat(below).as("seed %d, worlds below the lower bound", seed).satisfies(HealthySharesTest::atMostATenth);
    }

    private static void atMostATenth(int[] misses) {
        assertThat(java.util.Arrays.stream(misses).boxed().toList()).allMatch(n -> n <= 20);
    }

    private static HealthyReference sample(
            double[] prevalence, double[][] rows, int images, int evaluated, RandomGenerator random) {
        Long[] counts = {0L, 0L, 0L};
        for (int i = 0; i < images; i++) {
            counts[draw(prevalence, random)]++;
        }
        var confusion = new ConfusionMatrix(3);
        for (int i = 0; i < evaluated; i++) {
            int t = draw(prevalence, random);
            confusion.add(t, draw(rows[t], random));
        }
        return HealthyShares.of(new ClassDistribution(List.of(counts)), confusion);
    }

    private static int draw(double[] shares, RandomGenerator random) {
        double u = random.nextDouble();
        for (int k = 0; k < shares.length - 1; k++) {
            u -= shares[k];
            if (u < 0) {
                return k;
            }
        }
        return shares.length - 1;
    }

    private static double width(HealthyReference reference, int k) {
        return reference.upperBounds().get(k) - reference.lowerBounds().get(k);
    }
}
