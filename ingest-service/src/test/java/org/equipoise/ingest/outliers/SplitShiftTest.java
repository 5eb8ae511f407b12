package org.equipoise.ingest.outliers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.events.ImageMeasures;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.quality.QualityLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SplitShiftTest {

    private final Random random = new Random(3);
    private final List<DatasetImage> images = new ArrayList<>();

    /**
     * 1, 2, 4 and 2, 3: of six pairs the second is larger in 2 > 1, 3 > 1, 3 > 2, and equal in one: 3.5 / 6. Ranks 1,
     * 2.5, 2.5, 4, 5; variance 6/12 (6 - 6/20) = 2.85.
     */
    @Test
    void ranksByHand() {
        var ranks = new StratifiedRanks();
        ranks.add(new double[] {1, 2, 4}, new double[] {2, 3});

        assertThat(ranks.area()).isCloseTo(3.5 / 6, within(1e-12));
        assertThat(ranks.deviations()).isCloseTo(.5 / Math.sqrt(2.85), within(1e-12));
    }

    @Test
    void strataOfOtherSizesAreNoDifference() {
        var ranks = new StratifiedRanks();
        ranks.add(new double[] {1, 1, 1, 1}, new double[] {1});
        ranks.add(new double[] {9}, new double[] {9, 9, 9, 9});
        ranks.add(new double[] {5}, new double[] {});

        assertThat(ranks.area()).isEqualTo(.5);
        assertThat(ranks.deviations()).isZero();
    }

    /** Drawn from one pool, with classes in other shares: never said, over many sets. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void splitsOfOnePoolAreAlike(long seed) {
        var own = new Random(seed);
        for (int i = 0; i < 40; i++) {
            images.clear();
            add(own, Split.TRAIN, 300, 40, 0, 64);
            add(own, Split.VALIDATION, 40, 40, 0, 64);
            add(own, Split.TEST, 30, 60, 0, 64);
            assertThat(findings()).as("seed %d, set %d", seed, i).isEmpty();
        }
    }

    @Test
    void aTestSplitOfAnotherSizeAndGreyLevelIsNamedWithBoth() {
        add(random, Split.TRAIN, 200, 60, 0, 64);
        add(random, Split.VALIDATION, 50, 20, 0, 64);
        add(random, Split.TEST, 50, 20, .15, 96);

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("split-shift");
            assertThat(finding.number()).isEqualTo(1);
            assertThat(finding.limit()).isEqualTo(.65);
            assertThat(finding.count()).isEqualTo(70);
            assertThat(finding.sentence())
                    .startsWith("Images of the test split can be told from training images of the same class")
                    .contains("size (1.00, larger there)", "mean grey level (0.8");
        });
    }

    /** Every tenth image of four patients: so few of them say nothing, however many their images are. */
    @Test
    void imagesOfOnePatientCountAsOne() {
        add(random, Split.TRAIN, 400, 0, 0, 64);
        for (int i = 0; i < 200; i++) {
            images.add(image("a", Split.TEST, "p" + i % 4, .4 + .1 * (i % 4) / 4, 64));
        }

        assertThat(findings()).isEmpty();
    }

    @Test
    void fewImagesSayNothing() {
        add(random, Split.TRAIN, 20, 0, 0, 64);
        add(random, Split.TEST, 20, 0, .3, 96);

        assertThat(findings()).isEmpty();
    }

    private void add(Random from, Split split, int ofA, int ofB, double brighter, int side) {
        for (int i = 0; i < ofA + ofB; i++) {
            double mean = (i < ofA ? .3 : .5) + .1 * from.nextGaussian() + brighter;
            images.add(image(i < ofA ? "a" : "b", split, null, Math.max(0, Math.min(1, mean)), side));
        }
    }

    private DatasetImage image(String label, Split split, @Nullable String patient, double mean, int side) {
        var measures =
                new ImageMeasures(0, 0, 5, mean, .2, null, null, "0123456789abcdef", "0".repeat(ImageMeasures.CELLS));
        var traits = new ImageTraits(side, side, 1, 8, "CR", List.of(split), null, measures);
        String id = String.format(java.util.Locale.ROOT, "%064x", images.size());
        return new DatasetImage(id, label, split, patient, Optional.of(traits));
    }

    private List<ImageFinding> findings() {
        return new SplitShift(images, Limits.defaults(QualityLimits.class)).findings();
    }
}
