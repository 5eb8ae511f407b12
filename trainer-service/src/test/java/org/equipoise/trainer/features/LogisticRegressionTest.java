package org.equipoise.trainer.features;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

class LogisticRegressionTest {

    private static final List<Double> NONE = List.of(0.0, 0.0);

    /** Without anything to see, the answer is the share of what each class counts: log(3) apart for 3 to 1. */
    @Test
    void withoutFeaturesTheBiasesAreTheLogarithmsOfTheMass() {
        var rows = new FeatureRows(1, new float[6], new int[] {0, 0, 1, 1, 1, 1});

        LinearHead counted =
                new LogisticRegression(rows, List.of(0.75, 0.25), NONE).fit(1).head();
        LinearHead adjusted = new LogisticRegression(rows, List.of(0.75, 0.25), List.of(Math.log(3), 0.0))
                .fit(1)
                .head();

        assertThat(counted.biases()[0] - counted.biases()[1]).isEqualTo(Math.log(3), within(1e-3));
        assertThat(adjusted.biases()[0] - adjusted.biases()[1]).isEqualTo(0, within(1e-3));
    }

    /**
     * One row of each class at -1 and 1: by symmetry b = 0 and W = (-w, w), and where the gradient is 0,
     * {@code strength * w = (1 - p) = 1 / (1 + exp(2 w))} of the mean of the two rows.
     */
    @Test
    void twoRowsHaveTheAnswerThatTheirEquationHas() {
        var rows = new FeatureRows(1, new float[] {-1, 1}, new int[] {0, 1});

        LinearHead head =
                new LogisticRegression(rows, List.of(0.5, 0.5), NONE).fit(0.1).head();

        double w = head.weights()[1];
        assertThat(head.weights()[0]).isEqualTo(-w, within(1e-6));
        assertThat(0.1 * w).isEqualTo(1 / (1 + Math.exp(2 * w)), within(1e-3));
    }

    @Test
    void itEndsAtTheSamePlaceWhereverItBeganAndToTheSameBitsFromTheSame() {
        FeatureRows rows = clouds(300, 1.0, 5);
        var regression = new LogisticRegression(rows, List.of(0.5, 0.5), NONE);

        LogisticRegression.Fit cold = regression.fit(0.03);
        LogisticRegression.Fit warm = regression.fit(0.03, regression.fit(3).head());

        assertThat(warm.head().weights())
                .usingComparatorWithPrecision(2e-2)
                .containsExactly(cold.head().weights());
        assertThat(regression.fit(0.03).head().weights()).isEqualTo(cold.head().weights());
        assertThat(cold.gradientNorm()).isLessThan(2e-4);
    }

    /** 4 of 100 rows: with even mass the rare class is answered as often as it is there. */
    @Test
    void evenMassKeepsARareClass() {
        FeatureRows rows = clouds(400, 0.06, 9);

        double plain = recall(
                new LogisticRegression(rows, List.of(0.94, 0.06), NONE).fit(0.1).head(), rows);
        double even = recall(
                new LogisticRegression(rows, List.of(0.5, 0.5), NONE).fit(0.1).head(), rows);

        assertThat(plain).isLessThan(0.6);
        assertThat(even).isGreaterThan(0.7);
    }

    private static double recall(LinearHead head, FeatureRows rows) {
        double[] logits = new double[rows.size() * 2];
        head.addLogits(rows, logits);
        int hits = 0;
        int there = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.labels()[i] == 1) {
                there++;
                hits += logits[2 * i + 1] > logits[2 * i] ? 1 : 0;
            }
        }
        return hits / (double) there;
    }

    /** One image of each class: whoever knows the others knows nothing of its class. */
    @Test
    void withoutAFoldThatCanBeJudgedThereIsNoLoss() {
        var rows = new FeatureRows(1, new float[] {-1, 1}, new int[] {0, 1});

        assertThat(StrengthChoice.of(rows, 1, List.of(0.5, 0.5), NONE, () -> {}))
                .isEqualTo(new StrengthChoice.Chosen(StrengthChoice.STRENGTHS.get(0), List.of(), List.of()));
    }

    @Test
    void noiseIsPulledToNothingAndASignalIsNot() {
        FeatureRows signal = Standardisation.of(clouds(200, 1, 3)).applied(clouds(200, 1, 3));
        int[] shuffled = signal.labels().clone();
        var random = new SplittableRandom(1);
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = kept;
        }

        StrengthChoice.Chosen clear = StrengthChoice.of(signal, 1, List.of(0.5, 0.5), NONE, () -> {});
        StrengthChoice.Chosen noise = StrengthChoice.of(
                new FeatureRows(signal.features(), signal.values(), shuffled), 1, List.of(0.5, 0.5), NONE, () -> {});

        assertThat(noise.strength()).isGreaterThan(clear.strength());
        assertThat(StrengthChoice.of(signal, 1, List.of(0.5, 0.5), NONE, () -> {}))
                .isEqualTo(clear);
    }

    /** Of 9000 images in two views, 4000 rows at most are folded: 2000 images, and the 30 rare ones among them. */
    @Test
    void noRareClassGetsRarerWhereRowsAreLeftOut() {
        int[] labels = new int[18_000];
        Arrays.fill(labels, 17_940, 18_000, 1);

        int[] folds = StrengthChoice.folds(new FeatureRows(1, new float[18_000], labels), 2, 2);

        assertThat(Arrays.stream(folds, 17_940, 18_000)).doesNotContain(-1);
        assertThat(Arrays.stream(folds, 0, 17_940).filter(fold -> fold >= 0).count())
                .isBetween(3000L, 3940L);
        assertThat(StrengthChoice.folds(new FeatureRows(1, new float[3000], new int[3000]), 1, 2))
                .doesNotContain(-1);
    }

    /** A class of one image is in one fold, which no classifier of the others can answer. */
    @Test
    void aClassThatTheOtherFoldsLackIsNotHeldAgainstThem() {
        var own = new FeatureRows(1, new float[] {1, 2, 3}, new int[] {0, 2, 1});
        var others = new FeatureRows(1, new float[] {4, 5, 6}, new int[] {1, 0, 1});

        FeatureRows known = StrengthChoice.known(own, others, 3);

        assertThat(known.labels()).containsExactly(0, 1);
        assertThat(known.values()).containsExactly(1, 3);
        assertThat(StrengthChoice.known(others, own, 3).labels()).containsExactly(1, 0, 1);
    }

    @Test
    void aFitStopsWhenItIsTold() {
        FeatureRows rows = clouds(100, 1, 3);
        Runnable stop = () -> {
            throw new IllegalStateException("stop");
        };

        assertThatIllegalStateException()
                .isThrownBy(() -> new LogisticRegression(rows, List.of(0.5, 0.5), NONE, stop).fit(0.1));
        assertThatIllegalStateException().isThrownBy(() -> StrengthChoice.of(rows, 1, List.of(0.5, 0.5), NONE, stop));
    }

    @Test
    void aFeatureThatIsTheSameEverywhereBecomesNothing() {
        var rows = new FeatureRows(2, new float[] {3, 1, 3, 2, 3, 3}, new int[] {0, 0, 1});

        FeatureRows standardised = Standardisation.of(rows).applied(rows);

        assertThat(standardised.values()[0]).isZero();
        assertThat(standardised.values()[1]).isEqualTo((float) -Math.sqrt(1.5), within(1e-6f));
        assertThat(standardised.values()[5]).isEqualTo((float) Math.sqrt(1.5), within(1e-6f));
    }

    /** Two normal clouds, 1.5 deviations apart in the first of six features. */
    private static FeatureRows clouds(int n, double ratio, long seed) {
        var random = new java.util.Random(seed);
        int features = 6;
        float[] values = new float[n * features];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = ratio >= 1 ? i % 2 : i % (int) Math.round(1 / ratio) == 0 ? 1 : 0;
            for (int f = 0; f < features; f++) {
                values[i * features + f] = (float) (random.nextGaussian() + (f == 0 ? 1.5 * labels[i] : 0));
            }
        }
        assertThat(Arrays.stream(labels).sum()).isPositive();
        return new FeatureRows(features, values, labels);
    }
}
