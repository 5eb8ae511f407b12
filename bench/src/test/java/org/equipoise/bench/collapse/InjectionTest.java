package org.equipoise.bench.collapse;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.equipoise.common.imaging.InputShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** 500 images of one class and 300 of another; each sample is the image's number. */
class InjectionTest {

    private static final InputShape SHAPE = new InputShape(8, 8, 1);
    private static final DataSplits DATA = new DataSplits(table(500, 300), table(40, 40), table(10, 10));

    @ParameterizedTest
    @EnumSource
    void everySeverityMakesARunThatTheSameKeyMakesAgain(Injection injection) {
        for (Severity severity : Severity.values()) {
            var run = new PlannedRun("retina", Network.CONV4, 1, List.of(injection), severity);

            Design design = run.design(DATA);

            assertThat(design.train().labels())
                    .isEqualTo(run.design(DATA).train().labels());
            assertThat(design.train().pixels())
                    .isEqualTo(run.design(DATA).train().pixels());
            assertThat(Arrays.stream(design.train().counts()).min()).isNotEqualTo(java.util.OptionalInt.of(0));
            assertThat(Integer.parseInt(design.settings().get("batchSize")))
                    .isLessThanOrEqualTo(design.train().size());
        }
    }

    @Test
    void imbalanceIsAsSevereAsItSays() {
        assertThat(counts(Injection.CLASS_IMBALANCE, Severity.MILD)).containsExactly(400, 20);
        assertThat(counts(Injection.CLASS_IMBALANCE, Severity.MEDIUM)).containsExactly(400, 8);
        assertThat(counts(Injection.CLASS_IMBALANCE, Severity.SEVERE)).containsExactly(400, 4);
        assertThat(counts(Injection.TOO_LITTLE_AUGMENTATION, Severity.SEVERE)).containsExactly(6, 6);
    }

    @Test
    void otherRunsHaveAtMostThreeTimesAsManyOfOneClass() {
        for (int seed = 1; seed < 20; seed++) {
            int[] counts = new PlannedRun("retina", Network.CONV4, seed, List.of(Injection.DEAD_UNITS), Severity.MILD)
                    .design(DATA)
                    .train()
                    .counts();

            assertThat(counts[0]).isEqualTo(240);
            assertThat(counts[1]).isBetween(80, 240);
        }
    }

    @Test
    void twoCausesAreBothThere() {
        Design design = new PlannedRun(
                        "retina",
                        Network.CONV4,
                        1,
                        List.of(Injection.CLASS_IMBALANCE, Injection.LEARNING_RATE_TOO_LOW),
                        Severity.SEVERE)
                .design(DATA);

        assertThat(design.train().counts()).containsExactly(400, 4);
        assertThat(design.settings()).containsEntry("learningRate", "0.000001");
    }

    @Test
    void symmetricNoiseMovesItsShareOfEveryClass() {
        ImageTable noisy = LabelChange.symmetric(DATA.train(), 0.25, new Random(1));

        assertThat(changed(noisy)).isEqualTo(200);
        assertThat(changed(noisy, 0)).isBetween(100, 150);
        assertThat(DATA.train().counts()).containsExactly(500, 300);
    }

    @Test
    void onlyTheRareClassIsRelabelled() {
        ImageTable relabelled = LabelChange.rareToCommon(DATA.train(), 0.5, new Random(1));

        assertThat(relabelled.counts()).containsExactly(650, 150);
        assertThat(changed(relabelled, 0)).isZero();
    }

    @Test
    void shuffledAndShiftedLabelsKeepTheirCounts() {
        ImageTable mixed = DATA.train().drawn(new int[] {500, 300}, new Random(2));
        for (ImageTable other : List.of(LabelChange.shuffled(mixed, 1, new Random(1)), LabelChange.shifted(mixed))) {
            assertThat(other.counts()).containsExactly(500, 300);
            long same = java.util.stream.IntStream.range(0, 800)
                    .filter(i -> other.labels()[i] == mixed.labels()[i])
                    .count();
            // By chance (5/8)^2 + (3/8)^2 of 800.
            assertThat(same).isBetween(360L, 490L);
        }
    }

    @Test
    void preprocessingDiffersWhereTheModelAnswersAlone() {
        for (Severity severity : Severity.values()) {
            Design design = new PlannedRun(
                            "retina", Network.CONV4, 1, List.of(Injection.PREPROCESSING_DIFFERS), severity)
                    .design(DATA);

            assertThat(design.validation().pixels())
                    .isNotEqualTo(DATA.validation().pixels());
            assertThat(design.validation().labels()).isEqualTo(DATA.validation().labels());
        }
    }

    @Test
    void samplesAreCutToTheirRange() {
        ImageTable brighter = DATA.train().mapped(v -> v + 100);

        assertThat(brighter.pixels()[0]).isEqualTo((byte) 100);
        assertThat(brighter.pixels()[200 * SHAPE.length()]).isEqualTo((byte) 255);
    }

    @Test
    void oneClassAloneIsBlankInTraining() {
        Design design = new PlannedRun("retina", Network.CONV4, 1, List.of(Injection.CONSTANT_INPUT), Severity.MILD)
                .design(DATA);

        int rarest = design.train().rarest();
        for (int i = 0; i < design.train().size(); i++) {
            int from = i * SHAPE.length();
            byte[] image = Arrays.copyOfRange(design.train().pixels(), from, from + SHAPE.length());
            assertThat(Arrays.equals(image, new byte[SHAPE.length()]))
                    .isEqualTo(design.train().labels()[i] == rarest || image[0] == 0);
        }
        assertThat(design.validation()).isSameAs(DATA.validation());
    }

    @Test
    void drownedImagesSayNothingMore() {
        ImageTable noise = PixelChange.drowned(DATA.train(), 0, new Random(1));

        double first = mean(noise, 0);
        double last = mean(noise, 250);
        assertThat(first).isBetween(105.0, 150.0);
        assertThat(last).isBetween(105.0, 150.0);
    }

    @Test
    void batchesAreSortedAsAskedFor() {
        int[] labels = {1, 0, 1, 0, 0, 1, 1, 0};

        assertThat(BatchOrder.MIXED.of(labels, 2, new Random(1))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(BatchOrder.SORTED.of(labels, 2, new Random(1))).containsExactly(1, 3, 4, 7, 0, 2, 5, 6);
        assertThat(BatchOrder.HALF_SORTED.of(labels, 2, new Random(1))).containsExactly(0, 1, 2, 3, 4, 7, 5, 6);
        List<Integer> batches = BatchOrder.BATCHES_OF_ONE_CLASS.of(labels, 2, new Random(1));
        assertThat(batches).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
        for (int from = 0; from < 8; from += 2) {
            assertThat(labels[batches.get(from)]).isEqualTo(labels[batches.get(from + 1)]);
        }
    }

    /** By hand: columns sum to 1.5 and .5; .9/1.5 beside .1/.5 is .6 beside .2, so .75 and .25. */
    @Test
    void answersAreReadWronglyAsSaid() {
        float[] rows = {0.9f, 0.1f, 0.6f, 0.4f};

        assertThat(Reading.RIGHT.of(rows, 2)).containsExactly(rows);
        assertThat(Reading.ARGMAX_OF_ONE_UNIT.of(rows, 2)).containsExactly(1, 0, 1, 0);
        assertThat(Reading.SOFTMAX_OVER_ONE.of(rows, 2)).containsExactly(0.5f, 0.5f, 0.5f, 0.5f);
        float[] overImages = Reading.SOFTMAX_OVER_IMAGES.of(rows, 2);
        assertThat(overImages[0]).isCloseTo(0.75f, org.assertj.core.api.Assertions.within(1e-6f));
        assertThat(overImages[2] + overImages[3]).isCloseTo(1f, org.assertj.core.api.Assertions.within(1e-6f));
        assertThat(rows[0]).isEqualTo(0.9f);
    }

    private static int[] counts(Injection injection, Severity severity) {
        return new PlannedRun("retina", Network.CONV4, 1, List.of(injection), severity)
                .design(DATA)
                .train()
                .counts();
    }

    private static int changed(ImageTable other) {
        return changed(other, 0) + changed(other, 1);
    }

    private static int changed(ImageTable other, int of) {
        int[] before = DATA.train().labels();
        return (int) java.util.stream.IntStream.range(0, before.length)
                .filter(i -> before[i] == of && other.labels()[i] != of)
                .count();
    }

    private static double mean(ImageTable images, int i) {
        double sum = 0;
        for (int p = 0; p < SHAPE.length(); p++) {
            sum += images.pixels()[i * SHAPE.length() + p] & 0xff;
        }
        return sum / SHAPE.length();
    }

    private static ImageTable table(int first, int second) {
        int n = first + second;
        byte[] pixels = new byte[n * SHAPE.length()];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            Arrays.fill(pixels, i * SHAPE.length(), (i + 1) * SHAPE.length(), (byte) i);
            labels[i] = i < first ? 0 : 1;
        }
        return new ImageTable(SHAPE, pixels, labels, 2);
    }
}
