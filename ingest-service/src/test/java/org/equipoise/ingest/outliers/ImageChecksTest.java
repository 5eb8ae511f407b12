package org.equipoise.ingest.outliers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.events.ImageFinding.Row;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.TestImages;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.quality.QualityLimits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ImageChecksTest {

    private static final QualityLimits LIMITS = Limits.defaults(QualityLimits.class);

    private final List<DatasetImage> images = new ArrayList<>();

    @Test
    void aDatasetOfImagesThatAreAlikeHasNoFinding() {
        ordinary(60);

        assertThat(findings()).isEmpty();
    }

    @Test
    void theOrderOfTheImagesChangesNothing() {
        ordinary(60);
        images.add(Drawn.image(100, "benign", Split.TEST, Drawn.copy(Drawn.pixels(1), 1)));
        images.add(Drawn.image(101, "benign", Split.TEST, Drawn.inverted(Drawn.pixels(200))));
        List<ImageFinding> before = findings();

        Collections.shuffle(images, new Random(1));

        assertThat(before).isNotEmpty();
        assertThat(findings()).isEqualTo(before);
    }

    @Test
    void anInvertedImageIsFound() {
        ordinary(60);
        images.add(Drawn.image(100, "none", Split.TRAIN, Drawn.inverted(Drawn.pixels(200))));

        assertThat(finding("inverted")).hasValueSatisfying(finding -> {
            assertThat(finding.examples()).containsExactly(List.of(Drawn.id(100)));
            assertThat(finding.number()).isLessThan(-0.7);
            assertThat(finding.limit()).isEqualTo(-0.7);
            assertThat(finding.sentence())
                    .startsWith("1 of 61 images seem inverted")
                    .contains(Drawn.id(100).substring(0, 12));
        });
    }

    @Test
    void ofFewImagesNothingIsSaidOfOneBesideTheOthers() {
        ordinary(20);
        images.add(Drawn.image(100, "none", Split.TRAIN, Drawn.inverted(Drawn.pixels(200))));

        assertThat(findings()).isEmpty();
    }

    @Test
    void anImageOfAnotherSizeOrAspectIsFound() {
        ordinary(60);
        images.add(Drawn.image(100, "none", Split.TRAIN, null, traits(480, 480)));
        images.add(Drawn.image(101, "none", Split.TRAIN, null, traits(96, 24)));

        assertThat(finding("size-outlier").orElseThrow().examples()).containsExactly(List.of(Drawn.id(100)));
        assertThat(finding("size-outlier").orElseThrow().sentence()).contains("480 x 480");
        assertThat(finding("aspect-outlier").orElseThrow().examples()).containsExactly(List.of(Drawn.id(101)));
    }

    @Test
    void anImageOfSomethingElseIsOutOfTheDataset() {
        ordinary(60);
        images.add(Drawn.image(100, "none", Split.TRAIN, TestImages.noise(Drawn.SIDE, Drawn.SIDE, 1, 5)));

        assertThat(finding("out-of-dataset").orElseThrow().examples()).containsExactly(List.of(Drawn.id(100)));
    }

    @Test
    void whatAnImageShowsByItselfIsFound() {
        byte[] burnt = TestImages.noise(48, 48, 1, 1).samples();
        for (int i = 0; i < burnt.length; i++) {
            burnt[i] = i % 4 == 0 ? burnt[i] : (byte) 255;
        }
        byte[] flat = new byte[48 * 48];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (byte) (100 + (i + i / 48) % 3 * 40);
        }
        byte[] boxed = TestImages.noise(48, 48, 1, 2).samples();
        byte[] padded = TestImages.noise(48, 48, 1, 3).samples();
        for (int i = 0; i < 48 * 8; i++) {
            boxed[i] = 0;
            boxed[boxed.length - 1 - i] = 0;
            padded[i] = padded[48 * 8 + i % 48];
        }
        images.add(Drawn.image(1, "none", Split.TRAIN, new Pixels(48, 48, 1, burnt)));
        images.add(Drawn.image(2, "none", Split.TRAIN, new Pixels(48, 48, 1, flat)));
        images.add(Drawn.image(3, "none", Split.TRAIN, new Pixels(48, 48, 1, boxed)));
        images.add(Drawn.image(4, "none", Split.TRAIN, new Pixels(48, 48, 1, padded)));
        images.add(Drawn.image(5, "none", Split.TRAIN, Drawn.pixels(5)));

        assertThat(findings())
                .extracting(ImageFinding::code)
                .containsExactly("saturated", "low-entropy", "letterboxed", "repeated-border");
        assertThat(findings())
                .extracting(ImageFinding::examples)
                .containsExactly(
                        List.of(List.of(Drawn.id(1))),
                        List.of(List.of(Drawn.id(2))),
                        List.of(List.of(Drawn.id(3))),
                        List.of(List.of(Drawn.id(4))));
        assertThat(finding("letterboxed").orElseThrow().number())
                .isEqualTo(16 / 48.0, org.assertj.core.api.Assertions.within(1e-3));
    }

    @Test
    void nearDuplicatesAreFoundWithTheirLabelsAndSplits() {
        ordinary(60);
        images.add(Drawn.image(100, "benign", Split.TRAIN, Drawn.copy(Drawn.pixels(0), 1)));
        images.add(Drawn.image(101, "benign", Split.TEST, Drawn.copy(Drawn.pixels(1), 2)));
        images.add(Drawn.image(102, "none", Split.TRAIN, Drawn.copy(Drawn.pixels(0), 3)));

        // 0 (none), 100 and 102 are one group, 1 (benign) and 101 another.
        assertThat(finding("near-duplicates")).hasValueSatisfying(finding -> {
            assertThat(finding.count()).isEqualTo(4);
            assertThat(finding.sentence()).startsWith("5 images are nearly the same as another one, in 2 groups");
        });
        assertThat(finding("near-duplicates-labels").orElseThrow().examples())
                .containsExactlyInAnyOrder(List.of(Drawn.id(0), Drawn.id(100)), List.of(Drawn.id(100), Drawn.id(102)));
        assertThat(finding("near-duplicates-splits").orElseThrow().examples())
                .containsExactly(List.of(Drawn.id(1), Drawn.id(101)));
    }

    @Test
    void aPatientInTwoSplitsIsFound() {
        images.add(Drawn.image(1, "none", Split.TRAIN, "a".repeat(32), traits(48, 48)));
        images.add(Drawn.image(2, "none", Split.TEST, "a".repeat(32), traits(48, 48)));
        images.add(Drawn.image(3, "none", Split.TEST, "b".repeat(32), traits(48, 48)));
        images.add(Drawn.image(4, "none", Split.TEST, "b".repeat(32), traits(48, 48)));

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("patient-splits");
            assertThat(finding.count()).isEqualTo(1);
            assertThat(finding.examples()).containsExactly(List.of(Drawn.id(1), Drawn.id(2)));
        });
    }

    @Test
    void aStationThatGoesWithTheClassIsAShortcutWithItsTable() {
        for (int i = 0; i < 60; i++) {
            // 27 of 30 images of each class come from its own device.
            String own = i % 2 == 0 ? "XR1" : "XR2";
            String other = i % 2 == 0 ? "XR2" : "XR1";
            images.add(Drawn.image(
                    i,
                    i % 2 == 0 ? "none" : "benign",
                    Split.TRAIN,
                    null,
                    Drawn.traits(Drawn.pixels(i), i < 6 ? other : own)));
        }

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("shortcut");
            assertThat(finding.table())
                    .isEqualTo(new ImageFinding.Table(
                            "station",
                            List.of("benign", "none"),
                            List.of(new Row("XR1", List.of(3L, 27L)), new Row("XR2", List.of(27L, 3L)))));
            assertThat(finding.sentence()).contains("Cramér's V 0.80", "XR1 has 3 of \"benign\" and 27 of \"none\"");
        });
    }

    @Test
    void ofFewImagesNothingIsAShortcut() {
        for (int i = 0; i < 40; i++) {
            images.add(Drawn.image(
                    i, i % 2 == 0 ? "none" : "benign", Split.TRAIN, null, Drawn.traits(Drawn.pixels(i), "XR" + i % 2)));
        }

        assertThat(findings()).isEmpty();
    }

    @Test
    void imagesThatWereNotMeasuredAreNoReasonToFail() {
        for (int i = 0; i < 60; i++) {
            images.add(new DatasetImage(Drawn.id(i), "none", Split.TRAIN, null, Optional.empty()));
        }

        assertThat(findings()).isEmpty();
    }

    private void ordinary(int n) {
        for (int i = 0; i < n; i++) {
            images.add(Drawn.image(i, i % 2 == 0 ? "none" : "benign", Split.TRAIN, Drawn.pixels(i)));
        }
    }

    private static ImageTraits traits(int width, int height) {
        return new ImageTraits(width, height, 1, "DX", List.of(Split.TRAIN));
    }

    private List<ImageFinding> findings() {
        return new ImageChecks(images, LIMITS).findings();
    }

    private Optional<ImageFinding> finding(String code) {
        return findings().stream()
                .filter(finding -> finding.code().equals(code))
                .findFirst();
    }
}
