package org.equipoise.common.evaluation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RocAucTest {

    /** Pairs (ill, healthy): .8>.1, .8>.4, .4>.1 are right, .4=.4 is a half: 3.5 of 4. */
    @Test
    void aTieCountsOneHalf() {
        var answers = ProbabilityCases.of(2, new int[] {0, 0, 1, 1}, .9, .1, .6, .4, .6, .4, .2, .8);

        assertThat(RocAuc.of(answers).ofClass(1)).hasValue(3.5 / 4);
        assertThat(RocAuc.of(answers).ofClass(0)).hasValue(3.5 / 4);
    }

    @Test
    void theSameAnswerForEverybodyIsGuessing() {
        var answers = ProbabilityCases.of(3, new int[] {0, 1, 2}, .6, .3, .1, .6, .3, .1, .6, .3, .1);

        assertThat(RocAuc.of(answers).macro()).hasValue(0.5);
    }

    /** Every image is answered 0, and yet the one ill patient ranks highest: why it is never read alone. */
    @Test
    void aCollapsedModelCanHaveAPerfectArea() {
        var answers = ProbabilityCases.of(2, new int[] {0, 0, 1}, .9, .1, .8, .2, .6, .4);

        assertThat(RocAuc.of(answers).macro()).hasValue(1);
        assertThat(answers.confusion().balancedAccuracy()).isEqualTo(0.5);
    }

    @Test
    void aClassWithoutImagesHasNoAreaAndIsLeftOutOfTheMean() {
        var answers = ProbabilityCases.of(3, new int[] {0, 1}, .6, .3, .1, .5, .4, .1);

        assertThat(RocAuc.of(answers).ofClass(2)).isEmpty();
        assertThat(RocAuc.of(answers).macro()).hasValue(1);
    }

    @Test
    void withoutASecondClassThereIsNoArea() {
        assertThat(RocAuc.of(ProbabilityCases.of(2, new int[] {1}, .5, .5)).macro())
                .isEmpty();
        assertThat(RocAuc.of(ProbabilityCases.of(2, new int[0])).macro()).isEmpty();
    }

    /** Against the definition: every pair compared. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isTheShareOfPairsInTheRightOrder(long seed) {
        LabelledProbabilities answers = ProbabilityCases.drawn(seed, 200, 1, .5, .3, .2);

        for (int k = 0; k < 3; k++) {
            assertThat(RocAuc.of(answers).ofClass(k).orElseThrow())
                    .as("seed %d, class %d", seed, k)
                    .isCloseTo(pairs(answers, k), within(1e-12));
        }
    }

    /** What keeps the order keeps the area: here p^3, renormalised for two classes, and a shifted prior. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aMonotoneTransformChangesNothing(long seed) {
        LabelledProbabilities answers = ProbabilityCases.drawn(seed, 300, 1, .8, .2);
        var colder = answers.with(answers.rows().map(RocAucTest::cubed));
        var shifted = new PriorShift(java.util.List.of(.5, .5), java.util.List.of(.9, .1)).apply(answers);

        double area = RocAuc.of(answers).macro().orElseThrow();

        assertThat(RocAuc.of(colder).macro().orElseThrow()).isCloseTo(area, within(1e-12));
        assertThat(RocAuc.of(shifted).macro().orElseThrow()).isCloseTo(area, within(1e-12));
    }

    private static void cubed(double[] row) {
        double sum = 0;
        for (int k = 0; k < row.length; k++) {
            row[k] = Math.pow(row[k], 3);
            sum += row[k];
        }
        for (int k = 0; k < row.length; k++) {
            row[k] /= sum;
        }
    }

    private static double pairs(LabelledProbabilities answers, int k) {
        double right = 0;
        long all = 0;
        for (int i = 0; i < answers.size(); i++) {
            for (int j = 0; j < answers.size(); j++) {
                if (answers.label(i) == k && answers.label(j) != k) {
                    int order = Double.compare(answers.probability(i, k), answers.probability(j, k));
                    right += order > 0 ? 1 : order == 0 ? 0.5 : 0;
                    all++;
                }
            }
        }
        return right / all;
    }
}
