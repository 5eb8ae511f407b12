package org.equipoise.common.events;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What stands out about images of a frozen dataset, with its numbers. Its sentence is also among
 * {@link DatasetFrozen#findings()}.
 *
 * @param code the check, e.g. {@code near-duplicates}
 * @param sentence for a person to read
 * @param number the most extreme value that was found, in the unit of the check
 * @param limit the threshold that it passed, in the same unit
 * @param count what was found: images, pairs of images, or patients
 * @param examples image ids: of one image each, or of the images that belong together
 * @param table what a shortcut was found in
 */
public record ImageFinding(
        String code,
        String sentence,
        double number,
        double limit,
        long count,
        List<List<String>> examples,
        @Nullable Table table) {

    /** Examples of one finding. */
    public static final int MOST_EXAMPLES = 10;

    /** Rows and columns of a table. */
    public static final int MOST_IN_TABLE = 10;

    /**
     * Images by class and by something that ought to have nothing to do with it.
     *
     * @param property what it is, e.g. {@code station}
     * @param classes the columns; the most frequent where there are many
     * @param rows the most frequent values
     */
    public record Table(String property, List<String> classes, List<Row> rows) {
        public Table {
            Require.text(property, "property");
            classes = Require.list(classes, MOST_IN_TABLE, "classes");
            rows = Require.list(rows, MOST_IN_TABLE, "rows");
        }
    }

    /**
     * A value of the property.
     *
     * @param images of each class
     */
    public record Row(String value, List<Long> images) {
        public Row {
            Require.text(value, "value");
            images = Require.list(images, MOST_IN_TABLE, "images");
        }
    }

    public ImageFinding {
        Require.name(code, "code");
        Require.present(sentence, "sentence");
        if (!Double.isFinite(number) || !Double.isFinite(limit)) {
            throw new IllegalArgumentException("number and limit must be finite, got " + number + " and " + limit);
        }
        Require.atLeast(count, 0, "count");
        examples = Require.list(examples, MOST_EXAMPLES, "examples").stream()
                .map(List::copyOf)
                .toList();
        examples.forEach(example -> example.forEach(Require::imageId));
    }
}
