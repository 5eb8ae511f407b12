package org.equipoise.monitor.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.equipoise.monitor.collapse.Draw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FeasibilityTest {

    private static final double[][] CONFUSION = {{.95, .04, .01}, {.12, .8, .08}, {.05, .2, .75}};

    /** The prevalence that explains exact shares is found: the fixed point of the recursion. */
    @Test
    void theNearestMixtureIsTheTruePrevalence() {
        double[] truth = {.5, .3, .2};
        long[] answers = new long[3];
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++) {
                answers[k] += Math.round(1e5 * truth[j] * CONFUSION[j][k]);
            }
        }

        Feasibility feasibility = Feasibility.of(answers, counts(1e6));

        assertThat(feasibility.feasible()).isTrue();
        assertThat(feasibility.onlyLargest()).isFalse();
        for (int j = 0; j < 3; j++) {
            assertThat(feasibility.prevalence().get(j)).isCloseTo(truth[j], within(.005));
        }
    }

    /**
     * Two classes by hand: recalls .9 and .8 exactly, so shares of the first class can be .2 to .9. 190 of 200 are
     * nearest to .9: {@code G = 2 (190 ln(.95/.9) + 10 ln(.05/.1)) = 6.68}, which draws of a matrix known from two
     * hundred million images hardly change; chi squared with one degree of freedom is under 10.83 with probability
     * .999.
     */
    @Test
    void theMisfitByHand() {
        List<List<Long>> confusion = List.of(List.of(90_000_000L, 10_000_000L), List.of(20_000_000L, 80_000_000L));

        Feasibility near = Feasibility.of(new long[] {190, 10}, confusion);
        Feasibility far = Feasibility.of(new long[] {380, 20}, confusion);

        assertThat(near.misfit()).isCloseTo(6.68, within(.02));
        assertThat(near.limit()).isCloseTo(10.828, within(.001));
        assertThat(near.feasible()).isTrue();
        assertThat(near.onlyLargest()).isTrue();
        assertThat(far.misfit()).isCloseTo(13.36, within(.04));
        assertThat(far.feasible()).isFalse();
    }

    /** A matrix that is hardly known refutes little. */
    @Test
    void theSameAnswersAreFeasibleWhereTheMatrixIsKnownFromFewImages() {
        long[] answers = {380, 20};

        assertThat(Feasibility.of(answers, List.of(List.of(90_000L, 10_000L), List.of(20_000L, 80_000L)))
                        .feasible())
                .isFalse();
        assertThat(Feasibility.of(answers, List.of(List.of(18L, 2L), List.of(4L, 16L)))
                        .feasible())
                .isTrue();
    }

    /** Matrix and answers are drawn; between the 5 % and the 95 % quantile the truth should lie 90 times of 100. */
    @ParameterizedTest
    @ValueSource(ints = {100, 1000})
    void theTruePrevalenceLiesBetweenItsBounds(int images) {
        double[] truth = {.5, .3, .2};
        int[] inside = new int[3];
        int feasible = 0;
        var random = new SplittableRandom(images);
        for (int run = 0; run < 200; run++) {
            List<List<Long>> confusion = new ArrayList<>();
            for (double[] row : CONFUSION) {
                confusion.add(drawn(100, row, random));
            }
            long[] answers = new long[3];
            for (int i = 0; i < images; i++) {
                answers[Draw.of(CONFUSION[Draw.of(truth, random)], random)]++;
            }
            Feasibility feasibility = Feasibility.of(answers, confusion);
            feasible += feasibility.feasible() ? 1 : 0;
            for (int j = 0; j < 3; j++) {
                inside[j] += feasibility.lower().get(j) <= truth[j]
                                && truth[j] <= feasibility.upper().get(j)
                        ? 1
                        : 0;
            }
        }

        assertThat(feasible).as("feasible of 200").isGreaterThanOrEqualTo(199);
        for (int j = 0; j < 3; j++) {
            assertThat(inside[j])
                    .as("class %d within its bounds, of 200; %d answers", j, images)
                    .isBetween(168, 196);
        }
    }

    private static List<List<Long>> counts(double images) {
        List<List<Long>> counts = new ArrayList<>();
        for (double[] row : CONFUSION) {
            counts.add(List.of(Math.round(images * row[0]), Math.round(images * row[1]), Math.round(images * row[2])));
        }
        return counts;
    }

    private static List<Long> drawn(int images, double[] shares, SplittableRandom random) {
        long[] counts = new long[shares.length];
        for (int i = 0; i < images; i++) {
            counts[Draw.of(shares, random)]++;
        }
        return List.of(counts[0], counts[1], counts[2]);
    }
}
