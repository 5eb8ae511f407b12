package org.equipoise.common.comparing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiPredicate;

import org.equipoise.common.comparing.DatasetDiff.Count;
import org.equipoise.common.comparing.DatasetDiff.Image;
import org.equipoise.common.comparing.DatasetDiff.LabelCount;
import org.equipoise.common.comparing.DatasetDiff.MovedImage;
import org.equipoise.common.comparing.DatasetDiff.RelabelledImage;
import org.equipoise.common.comparing.DatasetDiff.SplitCount;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.versions.Manifest;
import org.equipoise.common.versions.Manifests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equipoise.common.labels.Split.TEST;
import static org.equipoise.common.labels.Split.TRAIN;
import static org.equipoise.common.labels.Split.VALIDATION;
import static org.equipoise.common.versions.Manifests.LABELS;
import static org.equipoise.common.versions.Manifests.entry;
import static org.equipoise.common.versions.Manifests.id;

class ManifestDiffTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static DatasetDiff diff(Manifest before, Manifest after, int most) {
        return ManifestDiff.of(
                "chest",
                new DatasetDiff.Version("v1", NOW, before.size()),
                before,
                new DatasetDiff.Version("v2", NOW, after.size()),
                after,
                most);
    }

    private static DatasetDiff diff(List<ManifestEntry> before, List<ManifestEntry> after) {
        return diff(Manifests.of(LABELS, before), Manifests.of(LABELS, after), 10);
    }

    @Test
    void eachKindOfChangeIsCountedByClassAndSplitAndListed() {
        DatasetDiff diff = diff(
                List.of(
                        entry(1, "none", TRAIN),
                        entry(2, "none", TRAIN),
                        entry(3, "benign", TRAIN),
                        entry(4, "benign", TEST),
                        entry(5, "none", VALIDATION)),
                List.of(
                        entry(1, "none", TRAIN),
                        entry(2, "benign", TRAIN),
                        entry(4, "benign", TRAIN),
                        entry(5, "benign", TEST),
                        entry(6, "none", TEST)));

        assertThat(diff.unchanged()).isEqualTo(1);
        assertThat(diff.added().counts()).containsExactly(new Count(TEST, "none", 1));
        assertThat(diff.added().first()).containsExactly(new Image(id(6), TEST, "none"));
        assertThat(diff.removed().counts()).containsExactly(new Count(TRAIN, "benign", 1));
        assertThat(diff.removed().first()).containsExactly(new Image(id(3), TRAIN, "benign"));
        assertThat(diff.relabelled().total()).isEqualTo(2);
        assertThat(diff.relabelled().counts())
                .containsExactly(new LabelCount(TRAIN, "none", "benign", 1), new LabelCount(TEST, "none", "benign", 1));
        assertThat(diff.relabelled().first())
                .containsExactly(
                        new RelabelledImage(id(2), TRAIN, "none", "benign"),
                        new RelabelledImage(id(5), TEST, "none", "benign"));
        assertThat(diff.moved().counts())
                .containsExactly(
                        new SplitCount(VALIDATION, TEST, "benign", 1), new SplitCount(TEST, TRAIN, "benign", 1));
        assertThat(diff.moved().first())
                .containsExactly(
                        new MovedImage(id(4), TEST, TRAIN, "benign"),
                        new MovedImage(id(5), VALIDATION, TEST, "benign"));
    }

    @Test
    void classesAreComparedByNameThoughTheirOrderIsAnother() {
        var other = new LabelSet(List.of("torn", "benign", "none"));
        Manifest before = Manifests.of(LABELS, List.of(entry(1, "none", TRAIN), entry(2, "benign", TRAIN)));
        Manifest after = Manifests.of(other, List.of(entry(1, "none", TRAIN, other), entry(2, "torn", TRAIN, other)));

        assertThat(diff(before, after, 10)).satisfies(diff -> {
            assertThat(diff.classesAdded()).containsExactly("torn");
            assertThat(diff.classesRemoved()).isEmpty();
            assertThat(diff.unchanged()).isEqualTo(1);
            assertThat(diff.relabelled().counts()).containsExactly(new LabelCount(TRAIN, "benign", "torn", 1));
        });
        assertThat(diff(after, before, 10)).satisfies(diff -> {
            assertThat(diff.classesAdded()).isEmpty();
            assertThat(diff.classesRemoved()).containsExactly("torn");
            assertThat(diff.relabelled().counts()).containsExactly(new LabelCount(TRAIN, "torn", "benign", 1));
        });
    }

    @Test
    void theListsEndAtTheirLimitAndTheTotalsDoNot() {
        List<ManifestEntry> many = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            many.add(entry(i, "none", i % 2 == 0 ? TEST : TRAIN));
        }

        DatasetDiff diff = diff(Manifests.of(LABELS, List.of()), Manifests.of(LABELS, many), 3);

        assertThat(diff.most()).isEqualTo(3);
        assertThat(diff.added().total()).isEqualTo(7);
        assertThat(diff.added().counts()).containsExactly(new Count(TRAIN, "none", 3), new Count(TEST, "none", 4));
        assertThat(diff.added().first()).extracting(Image::imageId).containsExactly(id(0), id(1), id(2));
    }

    @Test
    void idsAreInTheOrderOfTheirDigitsAlsoAboveTheSignOfALong() {
        DatasetDiff diff = diff(
                List.of(entry(0x7fffffff, "none", TRAIN), entry(0x80000000, "none", TRAIN)),
                List.of(entry(0xffffffff, "none", TRAIN), entry(0x80000000, "none", TRAIN)));

        assertThat(diff.unchanged()).isEqualTo(1);
        assertThat(diff.removed().first()).extracting(Image::imageId).containsExactly(id(0x7fffffff));
        assertThat(diff.added().first()).extracting(Image::imageId).containsExactly(id(0xffffffff));
    }

    /** Against sets: every image of either version is counted where it belongs. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyImageIsCountedAsSetsWouldCountIt(int seed) {
        var random = new Random(seed);
        Map<String, ManifestEntry> before = some(random);
        Map<String, ManifestEntry> after = some(random);

        DatasetDiff diff = diff(List.copyOf(before.values()), List.copyOf(after.values()));

        long both = before.keySet().stream().filter(after::containsKey).count();
        assertThat(diff.added().total()).isEqualTo(after.size() - both);
        assertThat(diff.removed().total()).isEqualTo(before.size() - both);
        assertThat(diff.unchanged())
                .isEqualTo(before.values().stream().filter(after::containsValue).count());
        assertThat(diff.relabelled().total())
                .isEqualTo(inBoth(before, after, (b, a) -> !b.label().equals(a.label())));
        assertThat(diff.moved().total()).isEqualTo(inBoth(before, after, (b, a) -> b.split() != a.split()));
        assertThat(diff.added().counts().stream().mapToLong(Count::images).sum())
                .isEqualTo(diff.added().total());
        assertThat(diff.relabelled().counts().stream()
                        .mapToLong(LabelCount::images)
                        .sum())
                .isEqualTo(diff.relabelled().total());
        assertThat(diff.moved().counts().stream().mapToLong(SplitCount::images).sum())
                .isEqualTo(diff.moved().total());
    }

    private static long inBoth(
            Map<String, ManifestEntry> before,
            Map<String, ManifestEntry> after,
            BiPredicate<ManifestEntry, ManifestEntry> differ) {
        return before.values().stream()
                .filter(b -> Optional.ofNullable(after.get(b.imageId()))
                        .filter(a -> differ.test(b, a))
                        .isPresent())
                .count();
    }

    private static Map<String, ManifestEntry> some(Random random) {
        Map<String, ManifestEntry> entries = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            if (random.nextInt(4) > 0) {
                String label = LABELS.name(random.nextInt(2));
                Split split = Split.values()[random.nextInt(3)];
                ManifestEntry entry = entry(i * 0x01000193, label, split);
                entries.put(entry.imageId(), entry);
            }
        }
        return entries;
    }
}
