package org.equipoise.local.sets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeepTest {

    @Test
    void onlyTheTrainingSplitOfTheNamedClassIsCut() {
        ImageSet set = set(Split.TRAIN, Split.TEST);

        ImageSet cut = Keep.of(set, Map.of("b", 3));

        assertThat(count(cut, "b", Split.TRAIN)).isEqualTo(3);
        assertThat(count(cut, "b", Split.TEST)).isEqualTo(50);
        assertThat(count(cut, "a", Split.TRAIN)).isEqualTo(50);
        assertThat(cut.classes()).containsExactly("a", "b");
    }

    @Test
    void aHarderCutIsPartOfAMilderOneAndTheOrderStays() {
        ImageSet set = set(Split.TRAIN);

        List<SetImage> ten = Keep.of(set, Map.of("a", 10)).images();
        List<SetImage> twenty = Keep.of(set, Map.of("a", 20)).images();

        assertThat(twenty).containsAll(ten);
        assertThat(set.images()).containsSubsequence(ten);
        assertThat(Keep.of(set, Map.of("a", 10)).images()).isEqualTo(ten);
    }

    @Test
    void keepingMoreThanThereIsKeepsAll() {
        ImageSet set = set(Split.TRAIN);

        assertThat(Keep.of(set, Map.of("a", 1000)).images()).isEqualTo(set.images());
    }

    @Test
    void anUnknownClassIsAnErrorThatNamesTheKnownOnes() {
        assertThatThrownBy(() -> Keep.of(set(Split.TRAIN), Map.of("c", 1)))
                .isInstanceOf(SetException.class)
                .hasMessageContaining("\"c\"")
                .hasMessageContaining("[a, b]");
    }

    @Test
    void aSetWithoutSplitsGetsThemAndKeepsPatientsTogether() {
        List<SetImage> images = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            images.add(new SetImage(i + ".png", i % 2 == 0 ? "a" : "b", null, "p" + i / 4, () -> new byte[0]));
        }

        List<SetImage> cut = Keep.of(ImageSet.of("s", List.of("a", "b"), images), Map.of("a", 5))
                .images();

        assertThat(cut).noneMatch(image -> image.split() == null);
        assertThat(cut.stream().filter(i -> i.split() == Split.TRAIN && "a".equals(i.label())))
                .hasSize(5);
        long trainingOfB = cut.stream()
                .filter(i -> i.split() == Split.TRAIN && "b".equals(i.label()))
                .count();
        assertThat(trainingOfB).isBetween(600L, 800L);
        assertThat(cut.stream()
                        .map(i -> i.patient() + " " + i.split())
                        .distinct()
                        .count())
                .isEqualTo(cut.stream().map(SetImage::patient).distinct().count());
    }

    private static long count(ImageSet set, String label, Split split) {
        return set.images().stream()
                .filter(image -> label.equals(image.label()) && image.split() == split)
                .count();
    }

    private static ImageSet set(@Nullable Split... splits) {
        List<SetImage> images = new ArrayList<>();
        for (Split split : splits) {
            for (int i = 0; i < 100; i++) {
                images.add(
                        new SetImage(split + "/" + i + ".png", i % 2 == 0 ? "a" : "b", split, null, () -> new byte[0]));
            }
        }
        return ImageSet.of("hundred", List.of("a", "b"), images);
    }
}
