package org.equipoise.trainer.labels;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ClassSeparationTest {

    /**
     * By hand: in each half 3 against 3 in perfect order have an area of 1, 0.5 / sqrt(7 / 108) = 1.96 deviations above
     * a half.
     */
    @Test
    void theDeviationIsThatOfTheRankStatistic() {
        double[][] scores = scores(0.1, 0.2, 0.3, 0.6, 0.7, 0.8, 0.1, 0.2, 0.3, 0.6, 0.7, 0.8);
        int[] labels = {0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1};

        ClassSeparation separation = ClassSeparation.of(scores, labels, alone(12), halves(12), 2);

        assertThat(separation.areas().get(1)).hasValue(1);
        assertThat(separation.deviations().get(1).orElseThrow()).isCloseTo(1.9640, within(1e-4));
        assertThat(separation.limit()).isCloseTo(2.3263, within(1e-4));
        assertThat(separation.none()).isTrue();
    }

    /** Twelve images of two patients are two units in each half: nothing is known of two. */
    @Test
    void imagesOfOnePatientCountOnce() {
        double[][] scores =
                scores(IntStream.range(0, 24).mapToDouble(i -> i % 12).toArray());
        int[] labels = IntStream.range(0, 24).map(i -> i % 12 / 6).toArray();
        int[] patients = IntStream.range(0, 24).map(i -> i / 6).toArray();

        assertThat(ClassSeparation.of(scores, labels, alone(24), halves(24), 2).none())
                .isFalse();
        assertThat(ClassSeparation.of(scores, labels, patients, halves(24), 2).none())
                .isTrue();
    }

    @Test
    void aClassWithoutImagesIsNotToldApart() {
        int[] none = new int[4];

        ClassSeparation separation = ClassSeparation.of(scores(1, 2, 3, 4), none, alone(4), halves(4), 2);

        assertThat(separation.areas()).allSatisfy(area -> assertThat(area).isEmpty());
        assertThat(separation.none()).isTrue();
    }

    /** Two thousand sets of meaningless labels in three classes: one in a hundred may pass, not more. */
    @Test
    void labelsThatMeanNothingSeldomPass() {
        var random = new Random(3);
        int passed = 0;
        for (int set = 0; set < 2000; set++) {
            double[][] scores = new double[60][3];
            int[] labels = new int[60];
            for (int i = 0; i < scores.length; i++) {
                Arrays.setAll(scores[i], k -> random.nextGaussian());
                labels[i] = random.nextInt(3);
            }
            passed +=
                    ClassSeparation.of(scores, labels, alone(60), halves(60), 3).none() ? 0 : 1;
        }

        // 20 expected at most, with a deviation of 4.5.
        assertThat(passed).isLessThanOrEqualTo(34);
    }

    @Test
    void classesThatAreTakenForEachOtherAreNamedBesideOneThatIsToldApart() {
        var random = new Random(4);
        double[][] scores = new double[90][3];
        int[] labels = IntStream.range(0, 90).map(i -> i % 3).toArray();
        for (int i = 0; i < scores.length; i++) {
            boolean third = labels[i] == 2;
            double coin = 0.8 * random.nextDouble();
            scores[i][0] = third ? coin - 0.1 : coin;
            scores[i][1] = 0.8 * random.nextDouble();
            scores[i][2] = third ? 1 : 0;
        }

        ClassSeparation separation = ClassSeparation.of(scores, labels, alone(90), halves(90), 3);

        assertThat(separation.none()).isFalse();
        assertThat(separation.untold()).contains(1).doesNotContain(2);
        assertThat(separation.best()).isEqualTo(2);
    }

    private static int[] alone(int images) {
        return IntStream.range(0, images).toArray();
    }

    private static int[] halves(int images) {
        return IntStream.range(0, images).map(i -> 2 * i / images).toArray();
    }

    /** Scores of class 1 in two classes. */
    private static double[][] scores(double... ofSecond) {
        return Arrays.stream(ofSecond)
                .mapToObj(score -> new double[] {-score, score})
                .toArray(double[][]::new);
    }
}
