package org.equipoise.trainer.diagnosis;

import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.training.LabelledImages;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Images of four values that repeat; counts of 90 and 10. */
class RunFactsTest {

    private static final InputShape SHAPE = new InputShape(8, 8, 1);
    private static final List<Long> COUNTS = List.of(90L, 10L);

    /** By hand: the entropy of .9 and .1 is .325083 nats, of even shares .693147. */
    @Test
    void sharesThatTheLossSeesAreThoseOfTheImages() {
        assertThat(RunFacts.sharesCorrected(recipe(Map.of()), COUNTS)).isCloseTo(0.325083 / 0.693147, within(1e-5));
    }

    @Test
    void whateverEvensTheClassesEvensTheShares() {
        for (Map<String, String> settings : List.of(
                Map.of("classWeights", "balanced"),
                Map.of("sampling", "balanced"),
                Map.of("loss", "logit-adjusted", "lossAdjustment", "1"),
                Map.of("classifierEpochs", "2"))) {
            assertThat(RunFacts.sharesCorrected(recipe(settings), COUNTS))
                    .as("%s", settings)
                    .isCloseTo(1, within(1e-9));
        }
    }

    /** By hand: balanced partners of alpha 1 have a quarter, so the shares are .9 * .75 + .125 = .8 and .2. */
    @Test
    void balancedPartnersMoveTheSharesTowardsEvenOnes() {
        Recipe mixed = recipe(Map.of("mixup", "1", "mixupPartner", "balanced"));

        assertThat(RunFacts.sharesCorrected(mixed, COUNTS)).isCloseTo(0.500402 / 0.693147, within(1e-5));
        assertThat(RunFacts.asLabelled(mixed, COUNTS)).isFalse();
    }

    @Test
    void onlyAPlainLossSeesTheImagesAsTheyAre() {
        assertThat(RunFacts.asLabelled(recipe(Map.of()), COUNTS)).isTrue();
        assertThat(RunFacts.asLabelled(recipe(Map.of("sampling", "balanced")), COUNTS))
                .isFalse();
        assertThat(RunFacts.asLabelled(recipe(Map.of("sampling", "balanced")), List.of(50L, 50L)))
                .isTrue();
    }

    /** By hand: batches 01 01 have all the entropy, 00 11 none, 00 01 half. */
    @Test
    void theEntropyOfABatchIsThatOfItsLabels() {
        assertThat(RunFacts.batchLabelEntropy(new int[] {0, 1, 0, 1}, 2, 2)).isCloseTo(1, within(1e-12));
        assertThat(RunFacts.batchLabelEntropy(new int[] {0, 0, 1, 1}, 2, 2)).isZero();
        assertThat(RunFacts.batchLabelEntropy(new int[] {0, 0, 0, 1, 0, 1, 1, 1}, 2, 2))
                .isCloseTo(0.5, within(1e-12));
        assertThat(RunFacts.batchLabelEntropy(new int[] {1, 1, 1}, 2, 2)).isEqualTo(1);
    }

    @Test
    void equalImagesWithDifferentLabelsConflict() {
        var images = images(new int[] {0, 1, 0, 0}, 1, 2, 3, 4, 1, 2, 3, 4, 9, 9, 9, 9, 9, 9, 9, 9);

        assertThat(RunFacts.conflicts(images)).isEqualTo(0.5);
    }

    /** By hand: 0, 0, 10, 10 deviates by 5 around its mean; class 1 has one image without any contrast. */
    @Test
    void theContrastIsThatOfTheClassWhereItIsLeast() {
        assertThat(RunFacts.leastContrast(images(new int[] {0}, 0, 0, 10, 10), 2))
                .isEqualTo(5);
        assertThat(RunFacts.leastContrast(images(new int[] {0, 1}, 0, 0, 10, 10, 7, 7, 7, 7), 2))
                .isZero();
    }

    /** By hand: means of 10 and 30 deviate by 10 around 20; a mean of 40 lies 2 deviations above. */
    @Test
    void aShiftIsInDeviationsOfTheTrainingImages() {
        var training = images(new int[] {0, 1}, 10, 10, 10, 10, 30, 30, 30, 30);

        assertThat(RunFacts.shift(training, images(new int[] {0}, 40, 40, 40, 40)))
                .isCloseTo(2, within(1e-12));
    }

    /** By hand: 0.01 lasts ten times as long with a momentum of 0.9; decay takes 1 - e^(-0.1 * 0.5 * 20) = 1 - 1/e. */
    @Test
    void aRateIsHeldAgainstWhatIsUsualForItsOptimiser() {
        Evidence adam = RunFacts.ofOptimiser(recipe(Map.of("learningRate", "0.1")), 20);
        assertThat(adam.value(Measure.RATE_SET).orElseThrow()).isCloseTo(2, within(1e-12));
        assertThat(adam.value(Measure.ADAPTIVE)).hasValue(1);
        assertThat(adam.value(Measure.DECAYED)).hasValue(0);

        Evidence descent = RunFacts.ofOptimiser(
                recipe(Map.of("optimiser", "sgd", "momentum", "0.9", "learningRate", "0.01", "weightDecay", "0.5")),
                20);
        assertThat(descent.value(Measure.RATE_SET).orElseThrow()).isCloseTo(0, within(1e-12));
        assertThat(descent.value(Measure.ADAPTIVE)).hasValue(0);
        assertThat(descent.value(Measure.DECAYED).orElseThrow()).isCloseTo(1 - Math.exp(-1), within(1e-12));

        Evidence plain =
                RunFacts.ofOptimiser(recipe(Map.of("optimiser", "sgd", "momentum", "0", "learningRate", "0.001")), 20);
        assertThat(plain.value(Measure.RATE_SET).orElseThrow()).isCloseTo(-2, within(1e-12));
    }

    /** By hand: 1000, 1000, 3000, 3000 is 0, 0, 255, 255 through the window, and deviates by 127.5. */
    @Test
    void ofSixteenBitsWhatTheWindowShowsIsCounted() {
        var format = new InputFormat(SHAPE, new ValueWindow(1000, 3000, "by hand"));
        byte[] dark = new byte[2 * format.imageBytes()];
        byte[] bright = new byte[2 * format.imageBytes()];
        for (int i = 0; i < 2 * SHAPE.length(); i++) {
            format.put(dark, i, i % 4 < 2 ? 1000 : 3000);
            format.put(bright, i, 2200);
        }
        var training = new LabelledImages(format, dark, new int[] {0, 1});

        assertThat(RunFacts.leastContrast(training, 2)).isCloseTo(127.5, within(1e-9));
        assertThat(RunFacts.conflicts(training)).isEqualTo(1);
        // 153 and 127.5: no deviation between images, so a grey level counts as one.
        assertThat(RunFacts.shift(training, new LabelledImages(format, bright, new int[] {0, 1})))
                .isCloseTo(25.5, within(1e-3));
    }

    /** The darkest value stays, and nothing is brighter than the window's end. */
    @Test
    void sixteenBitsAreBrightenedWithinTheirWindow() {
        var format = new InputFormat(SHAPE, new ValueWindow(1000, 3000, "by hand"));
        byte[] pixels = new byte[2 * format.imageBytes()];
        for (int i = 0; i < SHAPE.length(); i++) {
            format.put(pixels, i, 1000);
            format.put(pixels, SHAPE.length() + i, 2000);
        }

        LabelledImages mild = MildAugmentation.of(new LabelledImages(format, pixels, new int[] {0, 1}), 10, 1);

        assertThat(mild.format()).isEqualTo(format);
        for (int i = 0; i < mild.size(); i++) {
            int sample = format.sample(mild.pixels(), i * SHAPE.length());
            assertThat(sample).isBetween(i % 2 == 0 ? 1000 : 1900, i % 2 == 0 ? 1000 : 2100);
        }
    }

    /** 64 images of 512 x 512 RGB are 48 MiB; four copies of all would be 192. */
    @Test
    void copiesOfLargeImagesAreNotMoreThanAnExaminationKeeps() {
        var large = new InputShape(512, 512, 3);
        int[] labels = new int[64];
        var images = new LabelledImages(large, new byte[labels.length * large.length()], labels);

        LabelledImages mild = MildAugmentation.of(images, 10, 1);

        assertThat(mild.size()).isEqualTo(4 * 21);
        assertThat(mild.pixels().length).isLessThanOrEqualTo(Spread.MOST_BYTES);
    }

    private static LabelledImages images(int[] labels, int... pixels) {
        byte[] bytes = new byte[labels.length * SHAPE.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) pixels[i / SHAPE.length() * 4 + i % 4];
        }
        return new LabelledImages(SHAPE, bytes, labels);
    }

    private static Recipe recipe(Map<String, String> settings) {
        return ExaminedRuns.recipe(settings);
    }
}
