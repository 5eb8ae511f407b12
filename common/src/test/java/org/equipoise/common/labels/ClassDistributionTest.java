package org.equipoise.common.labels;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ClassDistributionTest {

    private static final ClassDistribution ARTICLE = new ClassDistribution(List.of(1000L, 100L, 50L));

    /** 1150 / (3 * n), the formula behind scikit-learn's class_weight="balanced". */
    @Test
    void classWeightsAreImagesOverClassesTimesCount() {
        List<Double> weights = ARTICLE.classWeights();

        assertThat(weights.get(0)).isCloseTo(0.38333333333333336, within(1e-15));
        assertThat(weights.get(1)).isCloseTo(3.8333333333333335, within(1e-14));
        assertThat(weights.get(2)).isCloseTo(7.666666666666667, within(1e-14));
    }

    /** Weighted, every class counts for N / K, and all images together for N. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void weightsMakeEveryClassCountTheSame(long seed) {
        var random = new java.util.Random(seed);
        var distribution = new ClassDistribution(LongStream.generate(() -> 1 + random.nextInt(5000))
                .limit(2 + seed)
                .boxed()
                .toList());
        List<Double> weights = distribution.classWeights();

        IntStream.range(0, weights.size())
                .forEach(k -> assertThat(weights.get(k) * distribution.counts().get(k))
                        .as("seed %d, class %d", seed, k)
                        .isCloseTo(distribution.total() / (double) weights.size(), within(1e-6)));
    }

    @Test
    void anEmptyClassHasNoWeight() {
        assertThat(new ClassDistribution(List.of(4L, 0L)).classWeights()).containsExactly(0.5, 0.0);
    }

    @Test
    void theMajorityShareIsWhatAConstantAnswerScores() {
        assertThat(ARTICLE.majorityShare()).isCloseTo(1000 / 1150.0, within(1e-15));
        assertThat(ARTICLE.imbalanceRatio()).isEqualTo(20);
        assertThat(new ClassDistribution(List.of(0L, 0L)).majorityShare()).isZero();
        assertThat(new ClassDistribution(List.of(3L, 0L)).imbalanceRatio()).isInfinite();
    }

    /** -(20/23 ln 20/23 + 2/23 ln 2/23 + 1/23 ln 1/23) in nats. */
    @Test
    void theEntropyIsThatOfThePrior() {
        assertThat(ARTICLE.entropy()).isCloseTo(0.4702359623552492, within(1e-14));
        assertThat(new ClassDistribution(List.of(5L, 5L)).entropy()).isCloseTo(Math.log(2), within(1e-15));
        assertThat(new ClassDistribution(List.of(5L, 0L)).entropy()).isZero();
    }

    @Test
    void isWrittenAsAPlainList() throws MalformedEventException {
        assertThat(EventCodec.write(ARTICLE)).asString().isEqualTo("[1000,100,50]");
        assertThat(EventCodec.read(
                        "[1000,100,50]".getBytes(java.nio.charset.StandardCharsets.UTF_8), ClassDistribution.class))
                .isEqualTo(ARTICLE);
    }

    @Test
    void negativeCountsAndNoClassesAreRefused() {
        assertThatThrownBy(() -> new ClassDistribution(List.of(1L, -2L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-2");
        assertThatThrownBy(() -> new ClassDistribution(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
