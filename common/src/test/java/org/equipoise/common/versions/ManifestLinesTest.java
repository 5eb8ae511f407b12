package org.equipoise.common.versions;

import java.util.List;

import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.labels.LabelSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.equipoise.common.labels.Split.TEST;
import static org.equipoise.common.labels.Split.TRAIN;
import static org.equipoise.common.versions.Manifests.LABELS;
import static org.equipoise.common.versions.Manifests.entry;

/** What freezing would not write is refused with its line. */
class ManifestLinesTest {

    private static final ManifestEntry ONE = entry(1, "none", TRAIN);
    private static final ManifestEntry TWO = entry(2, "benign", TRAIN);

    private static void isRefused(String text, int images, String... words) {
        assertThatThrownBy(() -> Manifests.read(text, LABELS, images))
                .isInstanceOf(UnreadableManifestException.class)
                .message()
                .contains(words);
    }

    @Test
    void aManifestIsReadWithOrWithoutItsLastLineBreak() {
        String text = Manifests.lines(List.of(ONE, TWO));

        assertThat(Manifests.read(text, LABELS, 2).size()).isEqualTo(2);
        assertThat(Manifests.read(text.stripTrailing(), LABELS, 2).size()).isEqualTo(2);
        assertThat(Manifests.read("", LABELS, 0).size()).isZero();
    }

    @Test
    void linesThatAreTooFewOrTooManyAreSaid() {
        String text = Manifests.lines(List.of(ONE, TWO));

        isRefused(text, 3, "ends after 2 images: 3 images were frozen");
        isRefused(text, 1, "goes on after its last image: 1 image was frozen");
    }

    @Test
    void aLineThatIsNoImageIsNamed() {
        isRefused(Manifests.lines(List.of(ONE)) + "{\n", 2, "cannot be read in line 2");
        isRefused("\n", 1, "cannot be read in line 1");
        isRefused("x".repeat(ManifestLines.MOST_BYTES + 1), 1, "more than 16384 bytes in line 1");
    }

    @Test
    void theLongestLineIsRead() {
        String longest = "\u0001".repeat(1023) + "x";
        var labels = new LabelSet(List.of(longest, "none"));

        assertThat(Manifests.of(labels, List.of(entry(1, longest, TRAIN, labels)))
                        .size())
                .isEqualTo(1);
    }

    @Test
    void whatIsOutOfOrderOrTwiceIsNamed() {
        isRefused(Manifests.lines(List.of(TWO, ONE)), 2, "not in order in line 2");
        isRefused(Manifests.lines(List.of(ONE, ONE)), 2, "not in order in line 2");
        isRefused(Manifests.lines(List.of(entry(1, "none", TEST), TWO)), 2, "not in order in line 2");
        isRefused(Manifests.lines(List.of(ONE, entry(1, "none", TEST))), 2, ONE.imageId(), "in two splits");
    }

    @Test
    void aLabelThatIsNotTheVersionsClassIsRefusedWithoutItsName() {
        var entry = new ManifestEntry(ONE.imageId(), "Jane Doe", 1, TRAIN);

        assertThatThrownBy(() -> Manifests.read(Manifests.lines(List.of(entry)), LABELS, 1))
                .isInstanceOf(UnreadableManifestException.class)
                .message()
                .contains("line 1", "class 1")
                .doesNotContain("Jane");
        isRefused(Manifests.lines(List.of(new ManifestEntry(ONE.imageId(), "none", 7, TRAIN))), 1, "line 1", "class 7");
    }
}
