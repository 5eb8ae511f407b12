package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LabelWorthTest {

    private static final List<String> CLASSES = List.of("none", "benign");

    private final LabelWorth worth = new LabelWorth(new Vocabularies());

    /** By hand: .8 that it changes, and benign has 3 + 1 images: .8 / 5. */
    @Test
    void aLabelIsWorthItsProbabilityTimesTheShareOfTheRarestClassThatOneImageIs() {
        worth.frozen(version(1, List.of(90L, 3L), List.of(6L, 1L)));

        assertThat(worth.change("lung", List.of("none", "benign"), CLASSES, .8)).isEqualTo(.16);
        assertThat(worth.change("lung", List.of("none"), CLASSES, .97)).isEqualTo(.01);
    }

    /** By hand: no class is in question, (96 + 4) / 2 images on average: 1 / 51. */
    @Test
    void withoutAClassOfTheVocabularyInQuestionAnAverageOneCounts() {
        worth.frozen(version(1, List.of(90L, 3L), List.of(6L, 1L)));

        assertThat(worth.change("lung", List.of("a spelling"), CLASSES, 1)).isEqualTo(1 / 51.);
    }

    @Test
    void withoutAFrozenVersionOnlyTheProbabilityCounts() {
        assertThat(worth.change("lung", CLASSES, CLASSES, .3)).isEqualTo(.3);
    }

    @Test
    void theVersionThatWasFrozenLastCountsWhicheverIsReadLast() {
        worth.frozen(version(2, List.of(9L, 1L), List.of(0L, 0L)));
        worth.frozen(version(1, List.of(99L, 99L), List.of(0L, 0L)));

        assertThat(worth.change("lung", List.of("benign"), CLASSES, 1)).isEqualTo(.5);
    }

    private static DatasetFrozen version(int second, List<Long> train, List<Long> test) {
        var labels = new LabelSet(CLASSES);
        return new DatasetFrozen(
                "lung",
                "v" + second,
                "0".repeat(64),
                "lung/v/manifest.jsonl",
                labels,
                "DX",
                new InputShape(64, 64, 1),
                Map.of(
                        Split.TRAIN, new ClassDistribution(train),
                        Split.TEST, new ClassDistribution(test)),
                List.of(),
                List.of(),
                Instant.ofEpochSecond(second));
    }
}
