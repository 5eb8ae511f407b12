package org.equipoise.ingest.outliers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.events.ImageFinding.Row;
import org.equipoise.common.events.ImageFinding.Table;
import org.equipoise.common.events.ImageMeasures;
import org.equipoise.common.events.ImageMeasures.Sides;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.quality.QualityLimits;

/**
 * Classes that go with a property that has nothing to do with what the images show.
 *
 * @see org.equipoise.common.labels.Shortcut
 */
final class Associations {

    /** Classes and values of fewer images are not looked at, or counted as one. */
    private static final int FEWEST_IMAGES = 5;

    /** Different values that are kept apart. */
    private static final int MOST_VALUES = 50;

    /** The share of a side from which a bar is one. */
    private static final double NOTABLE_BAR = 0.02;

    private static final int IN_A_SENTENCE = 3;

    private final List<DatasetImage> images;
    private final QualityLimits limits;

    Associations(List<DatasetImage> images, QualityLimits limits) {
        this.images = images;
        this.limits = limits;
    }

    List<ImageFinding> findings() {
        return Stream.of(
                        finding("colour", traits -> Optional.of(traits.channels() == 1 ? "grey" : "RGB")),
                        finding("size", traits -> Optional.of(traits.width() + " x " + traits.height())),
                        finding(
                                "border",
                                traits -> Optional.ofNullable(traits.measures()).map(Associations::border)),
                        finding("station", traits -> Optional.ofNullable(traits.station())),
                        finding("modality", traits -> Optional.of(traits.modality())))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<ImageFinding> finding(String property, Function<ImageTraits, Optional<String>> value) {
        var counted = new ContingencyTable();
        for (DatasetImage image : images) {
            image.traits().flatMap(value).ifPresent(found -> counted.count(found, image.label()));
        }
        ContingencyTable table = withoutRare(counted);
        double v = table.cramersV();
        if (table.total() < limits.leastImages() || v < limits.maxAssociation() || v == 0) {
            return Optional.empty();
        }
        Table shown = shown(property, table);
        return Optional.of(new ImageFinding(
                "shortcut",
                String.format(
                        Locale.ROOT,
                        "A shortcut: the %s goes with the class (Cramér's V %.2f, from %.2f on it is told): %s. A model"
                                + " may learn this instead of what the images show.",
                        property,
                        v,
                        limits.maxAssociation(),
                        inWords(shown)),
                v,
                limits.maxAssociation(),
                table.total(),
                List.of(),
                shown));
    }

    private static ContingencyTable withoutRare(ContingencyTable counted) {
        List<String> frequent = counted.rows().keySet().stream()
                .filter(row -> counted.ofRow(row) >= FEWEST_IMAGES)
                .sorted(Comparator.comparingLong(counted::ofRow).reversed().thenComparing(Comparator.naturalOrder()))
                .limit(MOST_VALUES)
                .toList();
        List<String> classes = counted.columns().stream()
                .filter(column -> counted.ofColumn(column) >= FEWEST_IMAGES)
                .toList();
        var kept = new ContingencyTable();
        counted.rows()
                .forEach((row, columns) -> columns.forEach((column, n) -> {
                    if (classes.contains(column)) {
                        kept.count(frequent.contains(row) ? row : "other", column, n);
                    }
                }));
        return kept;
    }

    private static Table shown(String property, ContingencyTable table) {
        List<String> classes = table.columns().stream()
                .sorted(Comparator.comparingLong(table::ofColumn).reversed().thenComparing(Comparator.naturalOrder()))
                .limit(ImageFinding.MOST_IN_TABLE)
                .toList();
        List<Row> rows = table.rows().keySet().stream()
                .sorted(Comparator.comparingLong(table::ofRow).reversed().thenComparing(Comparator.naturalOrder()))
                .limit(ImageFinding.MOST_IN_TABLE)
                .map(row -> new Row(
                        row,
                        classes.stream().map(column -> table.get(row, column)).toList()))
                .toList();
        return new Table(property, classes, rows);
    }

    private static String inWords(Table table) {
        List<String> rows = new ArrayList<>();
        for (Row row :
                table.rows().subList(0, Math.min(IN_A_SENTENCE, table.rows().size()))) {
            List<String> cells = new ArrayList<>();
            for (int k = 0; k < Math.min(IN_A_SENTENCE, row.images().size()); k++) {
                cells.add(row.images().get(k) + " of \"" + table.classes().get(k) + "\"");
            }
            rows.add(row.value() + " has " + String.join(" and ", cells));
        }
        return String.join("; ", rows);
    }

    private static String border(ImageMeasures measures) {
        Sides bars = measures.bars();
        if (bars == null) {
            return "no bars";
        }
        String sides = Stream.of(
                        bars.top() >= NOTABLE_BAR ? "top" : "",
                        bars.right() >= NOTABLE_BAR ? "right" : "",
                        bars.bottom() >= NOTABLE_BAR ? "bottom" : "",
                        bars.left() >= NOTABLE_BAR ? "left" : "")
                .filter(side -> !side.isEmpty())
                .collect(Collectors.joining(", "));
        return sides.isEmpty() ? "no bars" : "bars " + sides;
    }
}
