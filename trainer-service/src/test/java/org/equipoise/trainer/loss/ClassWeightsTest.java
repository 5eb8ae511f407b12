package org.equipoise.trainer.loss;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class ClassWeightsTest {

    @Test
    void balancedWeightsMakeEveryClassCountTheSame() {
        var weights = ClassWeights.balanced(List.of(1000L, 100L, 50L));

        assertThat(weights.of(0)).isCloseTo(1150 / 3000.0, within(1e-15));
        assertThat(1000 * weights.of(0)).isCloseTo(100 * weights.of(1), within(1e-9));
        assertThat(1000 * weights.of(0)).isCloseTo(50 * weights.of(2), within(1e-9));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "balanced-weights.csv", delimiter = '|', useHeadersInDisplayName = true)
    void balancedWeightsAgreeWithScikitLearn(String counts, String expected) {
        List<Double> weights = ClassWeights.balanced(Fixtures.counts(counts)).values();

        List<Double> reference = Fixtures.numbers(expected);
        for (int k = 0; k < reference.size(); k++) {
            assertThat(weights.get(k)).as("class %d", k).isCloseTo(reference.get(k), within(1e-12));
        }
    }

    /** beta 1/2: one image is worth 1, two are worth 1.5, so the weights are as 1 to 2/3, scaled to sum to 2. */
    @Test
    void theSecondImageOfAClassIsWorthBetaImages() {
        var weights = ClassWeights.effectiveNumber(List.of(1L, 2L), 0.5);

        assertThat(weights.of(0)).isCloseTo(1.2, within(1e-15));
        assertThat(weights.of(1)).isCloseTo(0.8, within(1e-15));
    }

    @Test
    void withBetaZeroAllClassesWeighOne() {
        assertThat(ClassWeights.effectiveNumber(List.of(870L, 90L, 40L), 0)).isEqualTo(ClassWeights.none(3));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void effectiveNumberWeightsSumToTheNumberOfClassesAndNeverFavourTheLargerClass(long seed) {
        List<Long> counts = Fixtures.random(seed).longs(6, 1, 5000).boxed().toList();
        for (double beta : new double[] {0, 0.9, 0.99, 0.9999, 1 - 1e-15}) {
            List<Double> weights = ClassWeights.effectiveNumber(counts, beta).values();

            assertThat(weights.stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(6, within(1e-12));
            for (int k = 1; k < 6; k++) {
                double sign = Long.compare(counts.get(k), counts.get(k - 1));
                assertThat(sign * (weights.get(k) - weights.get(k - 1)))
                        .as("seed %d, beta %s, %s -> %s", seed, beta, counts, weights)
                        .isLessThanOrEqualTo(1e-12);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void withBetaNextToOneTheWeightsAreProportionalToBalancedOnes(long seed) {
        List<Long> counts = Fixtures.random(seed).longs(4, 1, 5000).boxed().toList();
        var balanced = ClassWeights.balanced(counts);
        var effective = ClassWeights.effectiveNumber(counts, 1 - 1e-13);

        for (int k = 1; k < 4; k++) {
            double ratio = effective.of(k) / effective.of(0);
            assertThat(ratio / (balanced.of(k) / balanced.of(0))).isCloseTo(1, within(1e-8));
        }
    }

    @Test
    void aClassWithoutImagesIsRefusedByIndexAndCounts() {
        List<Long> counts = List.of(12L, 0L, 3L);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassWeights.balanced(counts))
                .withMessage("class 1 has no images in [12, 0, 3]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassWeights.effectiveNumber(counts, 0.9))
                .withMessage("class 1 has no images in [12, 0, 3]");
    }

    @Test
    void refusesWhatIsNoWeight() {
        for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ClassWeights(List.of(1.0, wrong)))
                    .withMessageContaining(String.valueOf(wrong));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClassWeights.effectiveNumber(List.of(1L, 2L), 1))
                .withMessageContaining("[0, 1), got 1.0");
    }
}
