package org.equipoise.local.cli;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.words.Counted;
import org.equipoise.local.client.DatasetDiff;
import org.equipoise.local.terminal.Table;

/** The difference of two versions for a person: how many images by class and split, and the first of each kind. */
final class DiffText {

    /** Images of each kind. */
    private static final int SHOWN = 10;

    /** Digits of an image id: enough for {@code equipoise trace}. */
    private static final int DIGITS = 12;

    private static final String ARROW = " -> ";

    private DiffText() {}

    static List<String> lines(DatasetDiff diff) {
        List<String> lines = new ArrayList<>();
        lines.add("Dataset \"" + diff.dataset() + "\", " + version(diff.from()) + ARROW + version(diff.to()) + ":");
        lines.add(String.format(
                Locale.ROOT,
                "%,d added, %,d removed, %,d relabelled, %,d moved to another split, %,d unchanged.",
                diff.added().total(),
                diff.removed().total(),
                diff.relabelled().total(),
                diff.moved().total(),
                diff.unchanged()));
        if (!diff.classesAdded().isEmpty()) {
            lines.add("New classes: " + String.join(", ", diff.classesAdded()) + ".");
        }
        if (!diff.classesRemoved().isEmpty()) {
            lines.add("Classes no longer there: " + String.join(", ", diff.classesRemoved()) + ".");
        }
        String before = window(diff.from());
        String after = window(diff.to());
        if (!before.equals(after)) {
            lines.add("The samples are seen from " + before + " before and from " + after + " after.");
        }
        Table counts = counts(diff);
        if (counts.isEmpty()) {
            lines.add("Every image has the same class and split in both; what differs is the order of the classes,"
                    + " the size of the images, their window or their patient groups.");
            return lines;
        }
        lines.add("");
        lines.addAll(counts.lines());
        lines.add("");
        lines.addAll(images(diff).lines());
        long more = more(diff);
        if (more > 0) {
            lines.add(String.format(
                    Locale.ROOT, "and %,d more; --json FILE has up to %,d of each kind", more, diff.most()));
        }
        return lines;
    }

    private static String version(DatasetDiff.Version version) {
        return "version " + version.version() + " (" + Counted.of(version.images(), "image") + ", frozen "
                + version.frozenAt().truncatedTo(ChronoUnit.SECONDS) + ")";
    }

    private static String window(DatasetDiff.Version version) {
        ValueWindow window = version.window();
        return window == null ? "0 to 255 (8 bits)" : window.low() + " to " + window.high() + " (16 bits)";
    }

    private static Table counts(DatasetDiff diff) {
        var table = new Table("change", "class", "split", "images");
        diff.added()
                .counts()
                .forEach(c -> table.row("added", c.label(), c.split().wireName(), number(c.images())));
        diff.removed()
                .counts()
                .forEach(c -> table.row("removed", c.label(), c.split().wireName(), number(c.images())));
        diff.relabelled()
                .counts()
                .forEach(c -> table.row(
                        "relabelled", c.from() + ARROW + c.to(), c.split().wireName(), number(c.images())));
        diff.moved()
                .counts()
                .forEach(c -> table.row(
                        "moved", c.label(), splits(c.from().wireName(), c.to().wireName()), number(c.images())));
        return table;
    }

    private static Table images(DatasetDiff diff) {
        var table = new Table("change", "image", "class", "split");
        diff.added().first().stream()
                .limit(SHOWN)
                .forEach(i ->
                        table.row("added", id(i.imageId()), i.label(), i.split().wireName()));
        diff.removed().first().stream()
                .limit(SHOWN)
                .forEach(i -> table.row(
                        "removed", id(i.imageId()), i.label(), i.split().wireName()));
        diff.relabelled().first().stream()
                .limit(SHOWN)
                .forEach(i -> table.row(
                        "relabelled",
                        id(i.imageId()),
                        i.from() + ARROW + i.to(),
                        i.split().wireName()));
        diff.moved().first().stream()
                .limit(SHOWN)
                .forEach(i -> table.row(
                        "moved", id(i.imageId()), i.label(), splits(i.from().wireName(), i.to().wireName())));
        return table;
    }

    private static long more(DatasetDiff diff) {
        return Math.max(0, diff.added().total() - SHOWN)
                + Math.max(0, diff.removed().total() - SHOWN)
                + Math.max(0, diff.relabelled().total() - SHOWN)
                + Math.max(0, diff.moved().total() - SHOWN);
    }

    private static String splits(String from, String to) {
        return from + ARROW + to;
    }

    private static String id(String imageId) {
        return imageId.substring(0, Math.min(DIGITS, imageId.length()));
    }

    private static String number(long images) {
        return String.format(Locale.ROOT, "%,d", images);
    }
}
