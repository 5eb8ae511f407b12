package org.equipoise.trainer.training;

import java.util.List;
import java.util.Random;

import org.equipoise.trainer.recipe.AnswerAim;
import org.equipoise.trainer.recipe.CostMatrix;
import org.equipoise.trainer.training.PriorCurve.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PriorCurveTest {

    private static final CostMatrix NO_COSTS = new CostMatrix(List.of());

    /** 0.81 and 0.09: the half power of 81 to 9 is 9 to 3. */
    @Test
    void sharesByHand() {
        assertThat(PriorCurve.shares(0, List.of(81L, 9L))).containsExactly(.5, .5);
        assertThat(PriorCurve.shares(.5, List.of(81L, 9L)).get(0)).isCloseTo(.75, within(1e-12));
        assertThat(PriorCurve.shares(1, List.of(81L, 9L)).get(0)).isCloseTo(.9, within(1e-12));
    }

    /**
     * Even answers .6 and .4 to an image of the frequent class, .2 and .8 and .6 and .4 to two of the rare one, 3 to 1
     * in training. At 0: 2 of 3 right, recalls 1 and 1/2. At 1 the rare .8 becomes 0.2*3 : 0.8, still rare.
     */
    @Test
    void aPointByHand() {
        var answers = new SplitPredictions(2, new int[] {0, 1, 1}, new float[] {.6f, .4f, .2f, .8f, .6f, .4f});

        List<Point> curve = PriorCurve.of(
                answers, List.of(.5, .5), List.of(3L, 1L), new CostMatrix(List.of(List.of(0., 1.), List.of(6., 0.))));

        assertThat(curve).hasSize(21);
        Point even = curve.get(0);
        assertThat(even.strength()).isZero();
        assertThat(even.balancedAccuracy()).isCloseTo(.75, within(1e-12));
        assertThat(even.accuracy()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(even.macroF1()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(even.cost()).isEqualTo(2);
    }

    /** Answers of an honest network: accuracy is best with the shares of the split, the recalls with even ones. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyAimFindsItsPlace(long seed) {
        var random = new Random(seed);
        int n = 40_000;
        int[] labels = new int[n];
        float[] probabilities = new float[2 * n];
        for (int i = 0; i < n; i++) {
            labels[i] = i < n / 10 ? 1 : 0;
            // Unit normals at -1 and 1: the posterior of even classes.
            double x = random.nextGaussian() + (labels[i] == 1 ? 1 : -1);
            probabilities[2 * i + 1] = (float) (1 / (1 + Math.exp(-2 * x)));
            probabilities[2 * i] = 1 - probabilities[2 * i + 1];
        }
        List<Point> curve = PriorCurve.of(
                new SplitPredictions(2, labels, probabilities), List.of(.5, .5), List.of(900L, 100L), NO_COSTS);

        assertThat(PriorCurve.best(curve, AnswerAim.BALANCED))
                .as("seed %d", seed)
                .isLessThanOrEqualTo(.15);
        assertThat(PriorCurve.best(curve, AnswerAim.ACCURACY))
                .as("seed %d", seed)
                .isGreaterThanOrEqualTo(.85);
        assertThat(PriorCurve.best(curve, AnswerAim.F1)).as("seed %d", seed).isBetween(.3, .95);
    }

    @Test
    void ofEqualPlacesTheOneNearestToEvenClassesIsTaken() {
        var sure = new SplitPredictions(2, new int[] {0, 1}, new float[] {1, 0, 0, 1});

        assertThat(PriorCurve.best(PriorCurve.of(sure, List.of(.5, .5), List.of(9L, 1L), NO_COSTS), AnswerAim.F1))
                .isZero();
    }

    @Test
    void theStrengthOfSharesIsFoundWhereThereIsOne() {
        List<Long> counts = List.of(700L, 200L, 100L);

        assertThat(PriorCurve.strengthOf(PriorCurve.shares(.35, counts), counts))
                .hasValue(.35);
        assertThat(PriorCurve.strengthOf(List.of(.7, .2, .1), counts)).hasValue(1);
        assertThat(PriorCurve.strengthOf(List.of(.1, .2, .7), counts))
                .as("the other way")
                .isEmpty();
        assertThat(PriorCurve.strengthOf(List.of(.4, .5, .1), counts))
                .as("beside the way")
                .isEmpty();
        assertThat(PriorCurve.strengthOf(List.of(.5, .5), List.of(5L, 5L)))
                .as("even anyway")
                .hasValue(0);
        assertThat(PriorCurve.strengthOf(List.of(.9, .1), List.of(5L, 5L)))
                .as("elsewhere")
                .isEmpty();
    }
}
