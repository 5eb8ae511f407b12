package org.equipoise.local.sets;

import java.util.List;

import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SetReviewTest {

    @Test
    void aClassThatAppearsUnderOneSplitOnlyIsSaid() {
        assertThat(review(
                        image("1", "ill", Split.TRAIN, null),
                        image("2", "ill", Split.TEST, null),
                        image("3", "Testing", Split.TRAIN, null)))
                .anyMatch(s -> s.contains("\"Testing\" appears only under train"))
                .noneMatch(s -> s.contains("\"ill\" appears"));
    }

    @Test
    void whatATrainingWillRefuseIsSaid() {
        assertThat(review(
                        image("1", "ill", Split.TRAIN, null),
                        image("2", "ill", Split.TEST, null),
                        image("3", "well", Split.TEST, null)))
                .anyMatch(s -> s.contains("a training will refuse this: class \"well\" has 0 training images"))
                .anyMatch(s -> s.contains("no image in the validation split"))
                .noneMatch(s -> s.contains("no image in the test split"));
        assertThat(review(
                        image("1", "ill", Split.TRAIN, null),
                        image("2", "well", Split.TRAIN, null),
                        image("3", "ill", Split.VALIDATION, null),
                        image("4", "ill", Split.TEST, null)))
                .anyMatch(s -> s.contains("the gate will refuse a model trained on this: no test image of \"well\""));
    }

    @Test
    void patientsOnBothSidesAreCounted() {
        assertThat(review(
                        image("1", "ill", Split.TRAIN, "p1"),
                        image("2", "well", Split.TEST, "p1"),
                        image("3", "well", Split.TRAIN, "p2")))
                .anyMatch(s -> s.contains("1 of 2 patients stand in more than one split, e.g. \"p1\" [test, train]"));
    }

    @Test
    void aSetWithoutSplitsIsLeftToIngest() {
        assertThat(review(image("1", "ill", null, null), image("2", "well", null, null)))
                .isEmpty();
    }

    private static List<String> review(SetImage... images) {
        List<SetImage> all = List.of(images);
        return SetReview.of(ImageSet.of(
                "s",
                all.stream()
                        .map(i -> String.valueOf(i.label()))
                        .distinct()
                        .sorted()
                        .toList(),
                all));
    }

    private static SetImage image(String path, String label, @Nullable Split split, @Nullable String patient) {
        return new SetImage(path, label, split, patient, () -> new byte[0]);
    }
}
