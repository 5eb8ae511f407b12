package org.equipoise.common.evaluation;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class PriorShiftTest {

    /** .6 : .4 at one half each; at nine to one .54 : .04. */
    @Test
    void multipliesByTargetOverSourceAndNormalises() {
        ProbabilityRows moved =
                new PriorShift(List.of(.5, .5), List.of(.9, .1)).apply(ProbabilityRows.of(2, new double[] {.6, .4}));

        assertThat(moved.get(0, 0)).isCloseTo(.54 / .58, within(1e-15));
        assertThat(moved.get(0, 1)).isCloseTo(.04 / .58, within(1e-15));
    }

    @Test
    void aRowOfClassesThatAreGoneStaysAsItIs() {
        ProbabilityRows moved =
                new PriorShift(List.of(.5, .5), List.of(1., 0.)).apply(ProbabilityRows.of(2, new double[] {0, 1}));

        assertThat(moved.get(0, 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvFileSource(
            resources = "prior-shift.csv",
            delimiter = '|',
            useHeadersInDisplayName = true,
            maxCharsPerColumn = 100_000)
    void agreesWithQuapy(String source, String rows, String target, String first) {
        List<Double> shares = shares(source);
        ProbabilityRows answers = ProbabilityCases.rows(shares.size(), rows);

        PriorShift.Estimate estimate = PriorShift.estimate(answers, shares, 1e-13);

        assertThat(estimate.converged()).isTrue();
        for (int k = 0; k < shares.size(); k++) {
            assertThat(estimate.shift().target().get(k))
                    .isCloseTo(shares(target).get(k), within(1e-9));
            assertThat(estimate.shift().apply(answers).get(0, k))
                    .isCloseTo(shares(first).get(k), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void recoversPlantedShares(long seed) {
        double[] planted = {.7, .2, .1};
        LabelledProbabilities answers = ProbabilityCases.drawn(seed, 20_000, 1.5, planted);
        List<Double> uniform = List.of(1 / 3.0, 1 / 3.0, 1 / 3.0);

        PriorShift.Estimate estimate = PriorShift.estimate(answers.rows(), uniform, 1e-9);

        for (int k = 0; k < 3; k++) {
            assertThat(estimate.shift().target().get(k))
                    .as("seed %d, class %d", seed, k)
                    .isCloseTo(planted[k], within(.015));
        }
        assertThat(surprise(estimate.shift().apply(answers))).isLessThan(surprise(answers));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void thereAndBackAgainIsWhereItBegan(long seed) {
        ProbabilityRows rows = ProbabilityCases.drawn(seed, 100, 1, .5, .3, .2).rows();
        List<Double> here = List.of(.5, .3, .2);
        List<Double> there = List.of(.1, .1, .8);

        ProbabilityRows back = new PriorShift(there, here).apply(new PriorShift(here, there).apply(rows));

        for (int i = 0; i < rows.size(); i++) {
            for (int k = 0; k < 3; k++) {
                assertThat(back.get(i, k)).isCloseTo(rows.get(i, k), within(1e-12));
            }
        }
    }

    @Test
    void refusesWhatAreNoShares() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriorShift(List.of(1., 0.), List.of(.5, .5)))
                .withMessageContaining("above 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriorShift(List.of(.5, .5), List.of(.5, .4)))
                .withMessageContaining("sum to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriorShift(List.of(.5, .5), List.of(1.5, -.5)))
                .withMessageContaining("[0, 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PriorShift(List.of(.5, .5), List.of(.5, .3, .2)))
                .withMessageContaining("2 classes and target 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PriorShift.estimate(ProbabilityRows.of(2, new double[0]), List.of(.5, .5), 1e-9))
                .withMessage("prior shift of no images");
    }

    /** Negative log-likelihood of the labels, nats. */
    private static double surprise(LabelledProbabilities answers) {
        double sum = 0;
        for (int i = 0; i < answers.size(); i++) {
            sum -= Math.log(answers.probability(i, answers.label(i)));
        }
        return sum;
    }

    private static List<Double> shares(String list) {
        return Arrays.stream(list.split(" ")).map(Double::valueOf).toList();
    }

    @Test
    void itsOffsetsAddedToLogitsAreTheSameShift() {
        List<Double> offsets = new PriorShift(List.of(.5, .5), List.of(.9, .1)).offsets();

        // By hand: odds of 6 : 4 become 54 : 4.
        assertThat(Math.log(.6 / .4) + offsets.get(0) - offsets.get(1)).isCloseTo(Math.log(54 / 4.0), within(1e-12));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new PriorShift(List.of(.5, .5), List.of(1., 0.)).offsets())
                .withMessageContaining("[1.0, 0.0]");
    }
}
