package org.equipoise.common.comparing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.equipoise.common.comparing.DatasetDiff.Count;
import org.equipoise.common.comparing.DatasetDiff.Image;
import org.equipoise.common.comparing.DatasetDiff.Images;
import org.equipoise.common.comparing.DatasetDiff.LabelCount;
import org.equipoise.common.comparing.DatasetDiff.Moved;
import org.equipoise.common.comparing.DatasetDiff.MovedImage;
import org.equipoise.common.comparing.DatasetDiff.Relabelled;
import org.equipoise.common.comparing.DatasetDiff.RelabelledImage;
import org.equipoise.common.comparing.DatasetDiff.SplitCount;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.versions.Manifest;

/**
 * Compares two manifests in one walk through both. Classes are the same if their names are: a version may have them in
 * another order. The same manifests always give the same answer, in the same order.
 */
final class ManifestDiff {

    private static final Split[] SPLITS = Split.values();

    private final Manifest before;
    private final Manifest after;

    /** The classes of both: those of {@code after} in their order, then those that only {@code before} has. */
    private final List<String> names;

    /** The number in {@link #names} of each class of {@code before}. */
    private final int[] numbers;

    private final Changes<Image> added;
    private final Changes<Image> removed;
    private final Changes<RelabelledImage> relabelled;
    private final Changes<MovedImage> moved;
    private long unchanged;

    private ManifestDiff(Manifest before, Manifest after, int most) {
        this.before = before;
        this.after = after;
        Map<String, Integer> numberOf = new LinkedHashMap<>();
        Stream.concat(classes(after.labels()), classes(before.labels()))
                .forEach(name -> numberOf.putIfAbsent(name, numberOf.size()));
        names = List.copyOf(numberOf.keySet());
        numbers = classes(before.labels())
                .mapToInt(name -> numberOf.getOrDefault(name, -1))
                .toArray();
        added = new Changes<>(most);
        removed = new Changes<>(most);
        relabelled = new Changes<>(most);
        moved = new Changes<>(most);
    }

    private static Stream<String> classes(LabelSet labels) {
        return labels.classes().stream();
    }

    /**
     * What differs.
     *
     * @param most images of each kind that are listed
     */
    static DatasetDiff of(
            String dataset,
            DatasetDiff.Version from,
            Manifest before,
            DatasetDiff.Version to,
            Manifest after,
            int most) {
        var diff = new ManifestDiff(before, after, most);
        diff.walk();
        return new DatasetDiff(
                dataset,
                from,
                to,
                only(after.labels(), before.labels()),
                only(before.labels(), after.labels()),
                diff.unchanged,
                most,
                diff.images(diff.added),
                diff.images(diff.removed),
                diff.relabelled(),
                diff.moved());
    }

    private static List<String> only(LabelSet one, LabelSet other) {
        return classes(one).filter(name -> other.indexOf(name).isEmpty()).toList();
    }

    private void walk() {
        Manifest.Walk b = before.new Walk();
        Manifest.Walk a = after.new Walk();
        while (b.here() || a.here()) {
            int order = !b.here() ? 1 : !a.here() ? -1 : b.compareTo(a);
            if (order < 0) {
                removed.add(kind(b, numbers[b.classIndex()]), () -> image(b));
                b.advance();
            } else if (order > 0) {
                added.add(kind(a, a.classIndex()), () -> image(a));
                a.advance();
            } else {
                both(b, a);
                b.advance();
                a.advance();
            }
        }
    }

    private void both(Manifest.Walk b, Manifest.Walk a) {
        int from = numbers[b.classIndex()];
        int to = a.classIndex();
        if (from == to && b.split() == a.split()) {
            unchanged++;
        }
        if (from != to) {
            relabelled.add(
                    kind(a, from) * names.size() + to,
                    () -> new RelabelledImage(a.imageId(), a.split(), b.label(), a.label()));
        }
        if (b.split() != a.split()) {
            moved.add(
                    ((long) b.split().ordinal() * SPLITS.length + a.split().ordinal()) * names.size() + to,
                    () -> new MovedImage(a.imageId(), b.split(), a.split(), a.label()));
        }
    }

    private static Image image(Manifest.Walk walk) {
        return new Image(walk.imageId(), walk.split(), walk.label());
    }

    private long kind(Manifest.Walk walk, int number) {
        return (long) walk.split().ordinal() * names.size() + number;
    }

    private Images images(Changes<Image> changes) {
        int k = names.size();
        return new Images(
                changes.total(),
                changes.counts((kind, n) -> new Count(split(kind / k), name(kind), n)),
                changes.first());
    }

    private Relabelled relabelled() {
        long k = names.size();
        return new Relabelled(
                relabelled.total(),
                relabelled.counts((kind, n) -> new LabelCount(split(kind / k / k), name(kind / k), name(kind), n)),
                relabelled.first());
    }

    private Moved moved() {
        int k = names.size();
        return new Moved(
                moved.total(),
                moved.counts(
                        (kind, n) -> new SplitCount(split(kind / k / SPLITS.length), split(kind / k), name(kind), n)),
                moved.first());
    }

    private static Split split(long number) {
        return SPLITS[(int) (number % SPLITS.length)];
    }

    private String name(long number) {
        return names.get((int) (number % names.size()));
    }
}
