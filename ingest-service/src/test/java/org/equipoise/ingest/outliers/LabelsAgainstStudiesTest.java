package org.equipoise.ingest.outliers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.Limits;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.quality.QualityLimits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LabelsAgainstStudiesTest {

    private final List<DatasetImage> images = new ArrayList<>();

    @Test
    void aLabelOfOneSideAndAStudyOfTheOtherAreNamed() {
        add("left breast", "L", null, 3);
        add("left breast", "R", null, 2);
        add("right breast", "B", null, 4);
        add("right breast", null, null, 4);
        add("none", "R", null, 4);

        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("label-study");
            assertThat(finding.count()).isEqualTo(2);
            assertThat(finding.examples()).containsExactly(List.of(id(3)), List.of(id(4)));
            assertThat(finding.sentence())
                    .startsWith("2 images have a label of one side of the body, and a study that says the other");
        });
    }

    @Test
    void aSideIsAWordOfTheNameOrALetterThatHasItsOpposite() {
        assertThat(SideOfClass.of(List.of("Left_Knee", "right-knee", "bright spots", "leftover", "left and right")))
                .isEqualTo(Map.of("Left_Knee", "L", "right-knee", "R"));
        assertThat(SideOfClass.of(List.of("knee L", "knee R", "grade r")))
                .isEqualTo(Map.of("knee L", "L", "knee R", "R"));
    }

    @Test
    void fewImagesOfAnotherBodyPartThanNearlyAllOfTheirClassAreNamed() {
        add("fracture", null, "HAND", 98);
        add("fracture", null, "CHEST", 2);
        add("none", null, "HAND", 49);
        add("none", null, "CHEST", 1);
        add("none", null, null, 30);

        assertThat(findings()).hasSize(2).first().satisfies(finding -> {
            assertThat(finding.number()).isEqualTo(0.98);
            assertThat(finding.count()).isEqualTo(2);
            assertThat(finding.examples()).containsExactly(List.of(id(98)), List.of(id(99)));
            assertThat(finding.sentence())
                    .startsWith(
                            "Of the images of fracture whose body part is known, 98.0 % are HAND; the others may have a"
                                    + " wrong label: 2 CHEST (");
        });
    }

    @Test
    void mixturesAndFewImagesSayNothing() {
        add("fracture", null, "HAND", 94);
        add("fracture", null, "CHEST", 6);
        add("none", null, "HAND", 48);
        add("none", null, "CHEST", 1);

        assertThat(findings()).isEmpty();
    }

    private List<ImageFinding> findings() {
        return new LabelsAgainstStudies(images, Limits.defaults(QualityLimits.class)).findings();
    }

    private void add(String label, @Nullable String laterality, @Nullable String bodyPart, int n) {
        for (int i = 0; i < n; i++) {
            var traits =
                    new ImageTraits(16, 16, 1, 8, "DX", List.of(Split.TRAIN), null, null, laterality, bodyPart, false);
            images.add(new DatasetImage(id(images.size()), label, Split.TRAIN, null, Optional.of(traits)));
        }
    }

    private static String id(int number) {
        return String.format("%064x", number);
    }
}
