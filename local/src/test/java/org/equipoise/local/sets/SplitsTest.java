package org.equipoise.local.sets;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SplitsTest {

    @Test
    void aMissingValidationSplitComesOutOfTrainingAndNeverOutOfTest() {
        List<SetImage> images = new ArrayList<>(images("ill", Split.TRAIN, 100));
        images.addAll(images("well", Split.TRAIN, 40));
        images.addAll(images("ill", Split.TEST, 30));
        images.addAll(images("well", Split.TEST, 30));

        ImageSet completed = Splits.completed(set(images));

        assertThat(count(completed, "ill", Split.VALIDATION)).isEqualTo(18);
        assertThat(count(completed, "well", Split.VALIDATION)).isEqualTo(7);
        assertThat(completed.images().stream().filter(i -> i.split() == Split.TEST))
                .containsExactlyElementsOf(
                        images.stream().filter(i -> i.split() == Split.TEST).toList());
        assertThat(completed.notes()).singleElement().asString().contains("25 of its 140 training images");
    }

    @Test
    void aPatientMovesAsAWholeAndTheSameWayInEverySet() {
        List<SetImage> images = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            images.add(image("a" + i, i % 2 == 0 ? "ill" : "well", Split.TRAIN, "p" + i / 4));
        }
        images.add(image("t", "ill", Split.TEST, "t"));

        List<SetImage> whole = Splits.completed(set(images)).images();
        List<SetImage> later = Splits.completed(set(images.subList(100, 401))).images();

        Map<String, Set<Split>> sides = new HashMap<>();
        whole.forEach(i -> sides.computeIfAbsent(String.valueOf(i.patient()), p -> new TreeSet<>())
                .add(split(i)));
        later.forEach(i -> sides.computeIfAbsent(String.valueOf(i.patient()), p -> new TreeSet<>())
                .add(split(i)));
        assertThat(sides.values()).allMatch(own -> own.size() == 1);
        assertThat(whole.stream().filter(i -> i.split() == Split.VALIDATION).count())
                .isBetween(40L, 110L);
    }

    @Test
    void everyClassWithTwoPatientsGetsAValidationImage() {
        List<SetImage> images = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            images.add(image("a" + i, "c" + i / 2, Split.TRAIN, "p" + i));
        }
        images.add(image("only", "single", Split.TRAIN, "p99"));
        images.add(image("t", "c0", Split.TEST, "t"));

        ImageSet completed = Splits.completed(set(images));

        for (int c = 0; c < 6; c++) {
            assertThat(count(completed, "c" + c, Split.VALIDATION)).isPositive();
            assertThat(count(completed, "c" + c, Split.TRAIN)).isPositive();
        }
        assertThat(count(completed, "single", Split.TRAIN)).isEqualTo(1);
    }

    @Test
    void fiveImagesAClassAreSplitClassByClass() {
        List<SetImage> images = new ArrayList<>(images("ill", null, 5));
        images.addAll(images("well", null, 5));

        ImageSet completed = Splits.completed(set(images));

        for (String label : List.of("ill", "well")) {
            assertThat(count(completed, label, Split.TRAIN)).isEqualTo(3);
            assertThat(count(completed, label, Split.VALIDATION)).isEqualTo(1);
            assertThat(count(completed, label, Split.TEST)).isEqualTo(1);
        }
        assertThat(completed.notes()).singleElement().asString().contains("70 : 15 : 15");
    }

    @Test
    void whatHasSplitsOrPatientsOrManyImagesStaysAsItIs() {
        ImageSet split = set(List.of(image("a", "ill", Split.TRAIN, null), image("b", "ill", Split.VALIDATION, null)));
        ImageSet patients = set(List.of(image("a", "ill", null, "p1"), image("b", "well", null, "p2")));
        List<SetImage> many = new ArrayList<>(images("ill", null, 100));
        many.addAll(images("well", null, 100));

        assertThat(Splits.completed(split)).isSameAs(split);
        assertThat(Splits.completed(patients)).isSameAs(patients);
        assertThat(Splits.completed(set(many)).images()).isEqualTo(many);
    }

    private static Split split(SetImage image) {
        Split split = image.split();
        if (split == null) {
            throw new AssertionError(image.path() + " has no split");
        }
        return split;
    }

    private static long count(ImageSet set, String label, Split split) {
        return set.images().stream()
                .filter(image -> label.equals(image.label()) && image.split() == split)
                .count();
    }

    private static ImageSet set(List<SetImage> images) {
        return ImageSet.of(
                "s",
                images.stream()
                        .map(image -> String.valueOf(image.label()))
                        .distinct()
                        .sorted()
                        .toList(),
                images);
    }

    private static List<SetImage> images(String label, @Nullable Split split, int n) {
        List<SetImage> images = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            images.add(image(split + "/" + label + "/" + i, label, split, null));
        }
        return images;
    }

    private static SetImage image(String path, String label, @Nullable Split split, @Nullable String patient) {
        return new SetImage(path, label, split, patient, () -> new byte[0]);
    }
}
