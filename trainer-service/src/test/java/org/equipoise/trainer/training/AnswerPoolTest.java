package org.equipoise.trainer.training;

import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AnswerPoolTest {

    private static final List<Double> EVEN = List.of(0.5, 0.5);

    /**
     * Answers for two classes whose logits are the truth, times a strength, and noise.
     *
     * @param offset added to the logit of class 1
     */
    private static SplitPredictions answers(int images, double strength, double offset, long seed) {
        var random = new SplittableRandom(seed);
        int[] labels = new int[images];
        float[] probabilities = new float[2 * images];
        for (int i = 0; i < images; i++) {
            labels[i] = i % 2;
            double logit = strength * (2 * labels[i] - 1) + offset + random.nextGaussian();
            probabilities[2 * i + 1] = (float) (1 / (1 + Math.exp(-logit)));
            probabilities[2 * i] = 1 - probabilities[2 * i + 1];
        }
        return new SplitPredictions(2, labels, probabilities);
    }

    private static AnswerPool.Fitted fit(SplitPredictions network, SplitPredictions companion, List<Double> assumed) {
        return AnswerPool.fit(UnseenAnswers.of(network), UnseenAnswers.of(companion), assumed);
    }

    private static SplitPredictions noise(int images) {
        return answers(images, 0, 0, 9);
    }

    /** Of two that are right alike in ways that do not depend on each other, both together are better than each. */
    @Test
    void twoThatKnowDifferentThingsAreTrustedAlike() {
        AnswerPool.Fitted fitted = fit(answers(400, 1, 0, 1), answers(400, 1, 0, 2), EVEN);

        assertThat(fitted.weight()).isEqualTo(0.5, within(0.1));
        assertThat(fitted.both().loss())
                .isLessThan(Math.min(fitted.network().loss(), fitted.companion().loss()));
        assertThat(fitted.both().auc())
                .isGreaterThan(
                        Math.max(fitted.network().auc(), fitted.companion().auc()));
    }

    @Test
    void manyImagesTakeTheWeightFromWhoKnowsNothing() {
        assertThat(fit(answers(4000, 2, 0, 1), noise(4000), EVEN).weight()).isLessThan(0.2);
        assertThat(fit(noise(4000), answers(4000, 2, 0, 1), EVEN).weight()).isGreaterThan(0.8);
    }

    /** What sixteen images say may be chance. */
    @Test
    void fewImagesDoNotDecide() {
        AnswerPool.Fitted fitted = fit(answers(16, 1, 0, 3), answers(16, 1.4, 0, 4), EVEN);

        assertThat(fitted.weight()).isBetween(0.25, 0.75);
        assertThat(Math.abs(fitted.weight() - 0.5)).isLessThanOrEqualTo(Math.abs(fitted.least() - 0.5));
    }

    /** A network of nine in ten of one class is pooled at its own shares, not at the companion's even ones. */
    @Test
    void bothAreBroughtToTheSharesThatTheNetworkAssumes() {
        List<Double> shares = List.of(0.1, 0.9);
        double shift = Math.log(9);
        SplitPredictions network = answers(400, 1, shift, 1);
        SplitPredictions companion = answers(400, 1, 0, 2);

        AnswerPool pool = fit(network, companion, shares).pool();
        AnswerPool even = fit(answers(400, 1, 0, 1), companion, EVEN).pool();

        assertThat(pool.offsets().get(1) - pool.offsets().get(0))
                .isEqualTo(pool.companionFactor() * shift, within(1e-9));
        assertThat(even.offsets()).containsExactly(0.0, 0.0);
        SplitPredictions pooled = pool.applied(network, companion);
        SplitPredictions back = new LogitCorrection(List.of(0.0, -shift), 1).applied(pooled);
        assertThat(back.confusion().balancedAccuracy())
                .isGreaterThan(pooled.confusion().balancedAccuracy());
    }

    @Test
    void whoIsTooSureIsNotTrustedMore() {
        SplitPredictions network = answers(400, 1, 0, 1);
        SplitPredictions sure = new LogitCorrection(List.of(0.0, 0.0), 0.2).applied(network);
        SplitPredictions companion = answers(400, 1, 0, 2);

        AnswerPool.Fitted honest = fit(network, companion, EVEN);
        AnswerPool.Fitted loud = fit(sure, companion, EVEN);

        assertThat(loud.weight()).isEqualTo(honest.weight(), within(1e-3));
        assertThat(loud.pool().networkFactor()).isEqualTo(honest.pool().networkFactor() / 5, within(1e-2));
    }

    @Test
    void withoutAnImageOrANumberBothAreTrustedAlike() {
        var none = new SplitPredictions(2, new int[0], new float[0]);
        var nan = new SplitPredictions(2, new int[] {0}, new float[] {Float.NaN, Float.NaN});

        assertThat(fit(none, none, EVEN).weight()).isEqualTo(0.5, within(1e-9));
        assertThat(fit(nan, answers(1, 1, 0, 1), EVEN).weight()).isEqualTo(0.5, within(1e-9));
    }
}
