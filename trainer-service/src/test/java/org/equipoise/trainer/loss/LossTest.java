package org.equipoise.trainer.loss;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class LossTest {

    private static final ClassWeights EVEN = ClassWeights.none(2);

    /** Logits log 3 and 0 are probabilities 3/4 and 1/4. */
    private static final double[] THREE_TO_ONE = {Math.log(3), 0};

    @Test
    void crossEntropyIsTheWeightedLogarithmOfTheTrueClass() {
        var loss = Loss.crossEntropy(new ClassWeights(List.of(1.0, 3.0)));

        assertThat(loss.of(THREE_TO_ONE, 0)).isCloseTo(Math.log(4 / 3.0), within(1e-15));
        assertThat(loss.of(THREE_TO_ONE, 1)).isCloseTo(3 * Math.log(4), within(1e-15));
    }

    /** Epsilon .2 of two classes: .9 of the target on the true one, .1 on the other. */
    @Test
    void labelSmoothingMovesEpsilonToAllClassesAlike() {
        var loss = Loss.crossEntropy(EVEN).withLabelSmoothing(0.2);

        assertThat(loss.of(THREE_TO_ONE, 0)).isCloseTo(0.9 * Math.log(4 / 3.0) + 0.1 * Math.log(4), within(1e-15));
    }

    /** Gamma 2 fades an answer of 3/4 by (1/4)^2 and one of 1/4 by (3/4)^2. */
    @Test
    void focalLossFadesWhatIsAnsweredWell() {
        var loss = Loss.crossEntropy(EVEN).withFocusing(2);

        assertThat(loss.of(THREE_TO_ONE, 0)).isCloseTo(Math.log(4 / 3.0) / 16, within(1e-15));
        assertThat(loss.of(THREE_TO_ONE, 1)).isCloseTo(9 * Math.log(4) / 16, within(1e-15));
    }

    /** Priors 3 to 1 and logits 3 to 1 are 9 to 1 in the loss. */
    @Test
    void logitAdjustmentMakesTheMajorityCheapAndTheMinorityDear() {
        var loss = Loss.crossEntropy(EVEN).withAdjustment(LogitAdjustment.of(List.of(30L, 10L), 1));

        assertThat(loss.of(THREE_TO_ONE, 0)).isCloseTo(Math.log(10 / 9.0), within(1e-15));
        assertThat(loss.of(THREE_TO_ONE, 1)).isCloseTo(Math.log(10), within(1e-15));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "losses.csv", delimiter = '|', useHeadersInDisplayName = true)
    void agreesWithTheReference(
            String logits,
            int trueClass,
            double smoothing,
            double focusing,
            double tau,
            String counts,
            String weights,
            double expected) {
        var loss = new Loss(
                smoothing,
                focusing,
                LogitAdjustment.of(Fixtures.counts(counts), tau),
                new ClassWeights(Fixtures.numbers(weights)));

        assertThat(loss.of(Fixtures.row(logits), trueClass)).isCloseTo(expected, within(1e-12 * (1 + expected)));
    }

    @Test
    void logitsOfAnySizeGiveAFiniteLoss() {
        var losses = List.of(
                Loss.crossEntropy(EVEN),
                Loss.crossEntropy(EVEN).withLabelSmoothing(0.1),
                Loss.crossEntropy(EVEN).withFocusing(2),
                Loss.crossEntropy(EVEN).withFocusing(0.5));

        for (Loss loss : losses) {
            assertThat(loss.of(new double[] {1e4, -1e4}, 1)).as("%s", loss).isGreaterThan(1e4);
            assertThat(loss.of(new double[] {1e4, -1e4}, 0)).as("%s", loss).isBetween(0.0, 1001.0);
        }
        assertThat(losses.get(0).of(new double[] {0, -50}, 0)).isCloseTo(Math.exp(-50), within(1e-25));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void scoringProbabilitiesEqualsScoringTheirLogits(long seed) {
        var random = Fixtures.random(seed);
        var loss = new Loss(
                random.nextDouble(0.5),
                random.nextDouble(5),
                LogitAdjustment.of(random.longs(3, 1, 900).boxed().toList(), 1),
                new ClassWeights(random.doubles(3).boxed().toList()));
        double[] logits = Fixtures.logits(random, 3, 5);
        double sum = Math.exp(logits[0]) + Math.exp(logits[1]) + Math.exp(logits[2]);
        double[] probabilities = {Math.exp(logits[0]) / sum, Math.exp(logits[1]) / sum, Math.exp(logits[2]) / sum};

        assertThat(loss.ofProbabilities(probabilities, 1)).isCloseTo(loss.of(logits, 1), within(1e-12));
    }

    @Test
    void anImpossibleAnswerCostsAFiniteAmount() {
        double cost = Loss.crossEntropy(EVEN).ofProbabilities(new double[] {1, 0}, 1);

        assertThat(cost).isCloseTo(-Math.log(1e-7), within(1e-6));
    }

    @Test
    void refusesSettingsOutOfRange() {
        var plain = Loss.crossEntropy(EVEN);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withLabelSmoothing(0.51))
                .withMessageContaining("[0, 0.5], got 0.51");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withFocusing(Double.NaN))
                .withMessageContaining("[0, 10.0], got NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.withAdjustment(LogitAdjustment.none(3)))
                .withMessageContaining("3 classes");
    }
}
