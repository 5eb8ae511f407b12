package org.equipoise.trainer.telemetry;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.trainer.loss.ClassWeights;
import org.equipoise.trainer.loss.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DivergenceWatchTest {

    private static final double LN_2 = Math.log(2);

    /** 50 ln(1.9) = 32.1: the smoothed loss begins at a tenth of the limit and is drawn towards twice the limit. */
    @Test
    void aLossThatGrowsAThousandfoldIsCaughtInThirtyTwoSteps() {
        var watch = from(LN_2);
        assertThat(watch.step(LN_2)).isFalse();

        int steps = 1;
        while (!watch.step(1000 * LN_2)) {
            steps++;
        }

        assertThat(steps).isEqualTo(32);
        assertThat(watch.limit()).isCloseTo(10 * LN_2, within(1e-12));
        assertThat(watch.smoothed()).isBetween(watch.limit(), 2 * watch.limit());
    }

    @Test
    void aLossThatGrowsLittleByLittleIsCaughtToo() {
        assertThat(firstDivergence(1000, step -> LN_2 * Math.exp(step / 100.0))).isBetween(230L, 330L);
    }

    @Test
    void aSingleSpikeOfAnySizePasses() {
        assertThat(firstDivergence(1000, step -> step == 300 ? 1e30 : 0.3)).isNegative();
    }

    /** The first steps at too high a rate: the loss leaps up, and comes back within an epoch of 20 batches. */
    @Test
    void aRestlessBeginningPasses() {
        assertThat(firstDivergence(500, step -> step > 0 && step < 20 ? 200 : 0.6))
                .isNegative();
    }

    /** One-cycle: the loss falls while the rate is low, rises to twice the beginning at the peak, falls again. */
    @Test
    void aHumpAtThePeakOfOneCyclePasses() {
        assertThat(firstDivergence(1000, step -> 0.3 + 1.1 * Math.exp(-Math.pow((step - 300) / 100.0, 2))))
                .isNegative();
    }

    /** The article's mistake: 1 image in 100 of the rare class, no weights. It rests at the entropy of the prior. */
    @Test
    void aRunThatAnswersTheMajorityIsNoDivergence() {
        double prior = Loss.crossEntropy(ClassWeights.none(2)).bestConstant(List.of(99L, 1L));
        RandomGenerator random = random(1);
        var watch = from(prior);

        for (int step = 0; step < 2000; step++) {
            assertThat(watch.step(step == 0 ? 0.7 : batch(random, 32, 0.01, -Math.log(0.99), -Math.log(0.01))))
                    .isFalse();
        }
    }

    /** Weights of 50 to 0.5: a batch with two rare images costs many times what one without costs. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theNoiseOfWeightedBatchesIsNoDivergence(long seed) {
        double prior =
                Loss.crossEntropy(ClassWeights.balanced(List.of(99L, 1L))).bestConstant(List.of(99L, 1L));
        RandomGenerator random = random(seed);
        var watch = from(prior);

        for (int step = 0; step < 5000; step++) {
            assertThat(watch.step(batch(random, 16, 0.01, 0.505 * 0.7, 50 * 0.7)))
                    .as("seed %d, step %d", seed, step)
                    .isFalse();
        }
    }

    /** A focal loss is a small number; its limit is in its own measure. */
    @Test
    void theLimitOfAFocalLossIsInItsOwnMeasure() {
        double prior = Loss.crossEntropy(ClassWeights.none(2)).withFocusing(2).bestConstant(List.of(50L, 50L));

        assertThat(prior).isCloseTo(0.25 * LN_2, within(1e-9));
        assertThat(firstDivergence(prior, 500, step -> 0.25 * LN_2)).isNegative();
        assertThat(firstDivergence(prior, 500, step -> step < 50 ? 0.25 * LN_2 : 4))
                .isBetween(50L, 120L);
    }

    @Test
    void aRunThatGoesOnIsMeasuredByItsFirstEpoch() {
        var watch = new DivergenceWatch();

        watch.epochBegins(0.05, List.of(epoch(0.05, 0.6), epoch(0.05, 0.1)));

        assertThat(watch.limit()).isCloseTo(6, within(1e-12));
        assertThat(watch.step(5)).isFalse();
    }

    /**
     * Re-weighted to even classes, a loss of 0.02 becomes one of 8 that falls again: another measure, no divergence.
     */
    @Test
    void anotherMeasureOfTheLossBeginsAnew() {
        var watch = from(0.056);
        for (int step = 0; step < 500; step++) {
            assertThat(watch.step(0.02)).isFalse();
        }

        watch.epochBegins(LN_2, List.of(epoch(0.056, 0.02)));

        for (int step = 0; step < 500; step++) {
            assertThat(watch.step(8 * Math.exp(-step / 100.0))).isFalse();
        }
        assertThat(watch.limit()).isCloseTo(80, within(1e-12));
    }

    /** The smoothing goes on from epoch to epoch: a run of short epochs is watched too. */
    @Test
    void theNextEpochInTheSameMeasureGoesOn() {
        var watch = from(LN_2);
        int steps = 0;
        boolean diverged = false;
        while (!diverged && steps < 100) {
            watch.epochBegins(LN_2, List.of(epoch(LN_2, 500)));
            diverged = watch.step(steps++ == 0 ? LN_2 : 500);
        }

        assertThat(steps).isEqualTo(33);
    }

    private static DivergenceWatch from(double priorEntropy) {
        var watch = new DivergenceWatch();
        watch.epochBegins(priorEntropy, List.of());
        return watch;
    }

    private static EpochTelemetry epoch(double priorEntropy, double trainLoss) {
        return new EpochTelemetry(
                trainLoss, 0.5, priorEntropy, 1e-3, 0.5, 0.5, List.of(), List.of(), false, 100, 0, 1, null);
    }

    private static long firstDivergence(int steps, DoubleUnaryOperator loss) {
        return firstDivergence(LN_2, steps, loss);
    }

    /** The step from 0, or -1. */
    private static long firstDivergence(double prior, int steps, DoubleUnaryOperator loss) {
        var watch = from(prior);
        for (int step = 0; step < steps; step++) {
            if (watch.step(loss.applyAsDouble(step))) {
                return step;
            }
        }
        return -1;
    }

    private static double batch(RandomGenerator random, int size, double rareShare, double common, double rare) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += random.nextDouble() < rareShare ? rare : common;
        }
        return sum / size;
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** By hand, of two classes: a network that knows nothing costs 0.69, ten times as much is 6.93. */
    @Test
    void anEpochFarWorseThanKnowingNothingIsNamedHoweverFewItsStepsWere() {
        assertThat(DivergenceWatch.diverged(epoch(2_500_000, 8.059, LN_2))).isTrue();
        assertThat(DivergenceWatch.diverged(epoch(2_500_000, 0.7, LN_2))).isTrue();
        assertThat(DivergenceWatch.diverged(epoch(0.5, 7, LN_2))).isTrue();
    }

    @Test
    void anEpochThatCameBackFromARestlessBeginningOrRestsAtThePriorIsNoDivergence() {
        assertThat(DivergenceWatch.diverged(epoch(60, 0.4, LN_2))).isFalse();
        assertThat(DivergenceWatch.diverged(epoch(0.056, 0.056, 0.056))).isFalse();
        assertThat(DivergenceWatch.diverged(epoch(0.7, 3, 0.056))).isFalse();
    }

    private static EpochTelemetry epoch(double trainLoss, double validationLoss, double priorEntropy) {
        return new EpochTelemetry(
                trainLoss,
                validationLoss,
                priorEntropy,
                1,
                0.5,
                0.5,
                List.of(1.0, 0.0),
                List.of(1.0, 0.0),
                true,
                100,
                0,
                1,
                null);
    }
}
