package org.equipoise.trainer.loss;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/** What holds for any logits, and what the best constant answer costs. */
class LossInvariantsTest {

    private static final int CLASSES = 4;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void focalLossNeverExceedsCrossEntropyAndFallsAsGammaGrows(long seed) {
        RandomGenerator random = Fixtures.random(seed);
        Loss plain = plain(random);
        double[] logits = Fixtures.logits(random, CLASSES, 6);

        double before = plain.of(logits, 2);
        for (double gamma : new double[] {0.1, 0.5, 1, 2, 5, 10}) {
            double faded = plain.withFocusing(gamma).of(logits, 2);
            assertThat(faded).as("seed %d, gamma %s", seed, gamma).isBetween(0.0, before);
            before = faded;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aVariationOfStrengthNextToZeroIsCrossEntropy(long seed) {
        RandomGenerator random = Fixtures.random(seed);
        Loss plain = plain(random);
        List<Long> counts = random.longs(CLASSES, 1, 900).boxed().toList();
        double[] logits = Fixtures.logits(random, CLASSES, 6);
        double expected = plain.of(logits, 1);

        double close = 1e-6 * (1 + expected);
        assertThat(plain.withFocusing(1e-9).of(logits, 1)).isCloseTo(expected, within(close));
        assertThat(plain.withLabelSmoothing(1e-9).of(logits, 1)).isCloseTo(expected, within(close));
        assertThat(plain.withAdjustment(LogitAdjustment.of(counts, 1e-9)).of(logits, 1))
                .isCloseTo(expected, within(close));
        assertThat(plain.withAdjustment(LogitAdjustment.of(counts, 0)).of(logits, 1))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aConstantAddedToAllLogitsChangesNothing(long seed) {
        RandomGenerator random = Fixtures.random(seed);
        Loss loss = plain(random).withFocusing(2).withLabelSmoothing(0.1);
        double[] logits = Fixtures.logits(random, CLASSES, 6);
        double[] shifted = Arrays.stream(logits).map(z -> z + 1000).toArray();

        assertThat(loss.of(shifted, 3)).isCloseTo(loss.of(logits, 3), within(1e-9));
    }

    /** Adjusting in the loss and adjusting afterwards lead to the same answers, so doing both would do it twice. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theAdjustedLossOfAdjustedLogitsIsThePlainLoss(long seed) {
        RandomGenerator random = Fixtures.random(seed);
        Loss plain = plain(random);
        var adjustment =
                LogitAdjustment.of(random.longs(CLASSES, 1, 900).boxed().toList(), random.nextDouble(3));
        double[] logits = Fixtures.logits(random, CLASSES, 6);

        assertThat(plain.withAdjustment(adjustment).of(adjustment.adjust(logits), 0))
                .isCloseTo(plain.of(logits, 0), within(1e-12));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "best-constant.csv", delimiter = '|', useHeadersInDisplayName = true)
    void theBestConstantCostsWhatTheMinimiserFinds(String counts, double smoothing, double focusing, double expected) {
        List<Long> images = Fixtures.counts(counts);
        Loss loss = Loss.crossEntropy(ClassWeights.none(images.size()))
                .withLabelSmoothing(smoothing)
                .withFocusing(focusing);

        assertThat(loss.bestConstant(images)).isCloseTo(expected, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noConstantAnswerIsCheaperThanTheBest(long seed) {
        RandomGenerator random = Fixtures.random(seed);
        List<Long> counts = random.longs(CLASSES, 1, 900).boxed().toList();
        Loss loss = plain(random)
                .withFocusing(random.nextDouble(4))
                .withLabelSmoothing(random.nextDouble(0.3))
                .withAdjustment(LogitAdjustment.of(counts, 1));
        double best = loss.bestConstant(counts);

        for (int i = 0; i < 500; i++) {
            double[] answer = Fixtures.logits(random, CLASSES, 5);
            double cost = 0;
            for (int k = 0; k < CLASSES; k++) {
                cost += counts.get(k) * loss.of(answer, k);
            }
            cost /= counts.stream().mapToLong(Long::longValue).sum();
            assertThat(cost).as("seed %d", seed).isGreaterThanOrEqualTo(best - 1e-12);
        }
    }

    @Test
    void oneClassAloneIsAnsweredForNothing() {
        Loss loss = Loss.crossEntropy(ClassWeights.none(2));

        assertThat(loss.bestConstant(List.of(0L, 7L))).isZero();
        assertThat(loss.withFocusing(0.5).bestConstant(List.of(0L, 7L))).isCloseTo(0, within(1e-12));
        assertThat(loss.withFocusing(2).bestConstant(List.of(0L, 7L))).isCloseTo(0, within(1e-12));
    }

    @Test
    void withoutImagesThereIsNoBestConstant() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loss.crossEntropy(ClassWeights.none(2)).bestConstant(List.of(0L, 0L)))
                .withMessageContaining("got counts [0.0, 0.0]");
    }

    private static Loss plain(RandomGenerator random) {
        return Loss.crossEntropy(
                new ClassWeights(random.doubles(CLASSES, 0.2, 5).boxed().toList()));
    }
}
