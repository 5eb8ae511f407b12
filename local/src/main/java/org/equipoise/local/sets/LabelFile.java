package org.equipoise.local.sets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.equipoise.common.csv.CsvTable;
import org.equipoise.common.csv.EncodedText;
import org.equipoise.common.csv.UnreadableFileException;
import org.equipoise.common.labels.Split;
import org.equipoise.common.words.Counted;
import org.jspecify.annotations.Nullable;

/** A table that lists images with their labels, and what more it knows: splits, patients. */
final class LabelFile {

    private static final int EXAMPLES = 3;

    private final String name;
    private final CsvTable table;
    private final LabelColumns columns;
    private final ReadingOptions options;

    private LabelFile(String name, CsvTable table, LabelColumns columns, ReadingOptions options) {
        this.name = name;
        this.table = table;
        this.columns = columns;
        this.options = options;
    }

    /**
     * Reads a file.
     *
     * @param name for messages
     * @param notes gets a sentence for each thing that was understood rather than read
     */
    static LabelFile of(String name, byte[] bytes, ReadingOptions options, List<String> notes) {
        CsvTable table = table(name, bytes, options);
        LabelColumns columns = LabelColumns.of(table, name, options.columns());
        List<String> understood = new ArrayList<>();
        if (!EncodedText.encoding(bytes).equals(StandardCharsets.UTF_8)) {
            understood.add("read as " + EncodedText.encoding(bytes).name());
        }
        if (!table.separatorName().equals("commas")) {
            understood.add("separated by " + table.separatorName());
        }
        String said = columns.said(table);
        if (said != null) {
            understood.add(said);
        }
        if (!understood.isEmpty()) {
            notes.add(name + ": " + String.join("; ", understood));
        }
        return new LabelFile(name, table, columns, options);
    }

    private static CsvTable table(String name, byte[] bytes, ReadingOptions options) {
        if (Workbook.is(bytes)) {
            throw new SetException(Workbook.refusal(name));
        }
        try {
            return CsvTable.of(EncodedText.of(bytes, name, options.encoding()), name);
        } catch (UnreadableFileException e) {
            throw new SetException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Share of rows, from 0 to 1, that name a file of the index; of the first rows only. */
    double coverage(PathIndex files, int rows) {
        List<CsvTable.Row> first =
                table.rows().subList(0, Math.min(rows, table.rows().size()));
        long found = first.stream()
                .filter(row -> files.find(row.cells().get(columns.image())).isPresent())
                .count();
        return first.isEmpty() ? 0 : found / (double) first.size();
    }

    /** The images that the file lists, in its order; they lie in {@code tree}. */
    List<SetImage> read(FileTree tree, PathIndex files, List<String> notes) {
        List<String> paths = paths(files, notes);
        List<LabelCells.Cell> cells = new ArrayList<>();
        for (CsvTable.Row row : table.rows()) {
            cells.add(new LabelCells.Cell(place(row), columns.labelCell(table, row)));
        }
        List<@Nullable String> labels = LabelCells.labels(cells, options, notes);
        List<@Nullable Split> splits = splits(paths, notes);
        List<SetImage> images = new ArrayList<>(paths.size());
        for (int i = 0; i < paths.size(); i++) {
            String path = paths.get(i);
            CsvTable.Row row = table.rows().get(i);
            images.add(new SetImage(
                    path, labels.get(i), splits.get(i), cell(row, columns.patient()), () -> tree.read(path)));
        }
        return images;
    }

    private List<String> paths(PathIndex files, List<String> notes) {
        List<String> paths = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<String> missing = new ArrayList<>();
        Map<PathIndex.Way, Integer> ways = new EnumMap<>(PathIndex.Way.class);
        for (CsvTable.Row row : table.rows()) {
            String given = row.cells().get(columns.image());
            if (given.isEmpty()) {
                throw new SetException(place(row) + " has no path");
            }
            Optional<PathIndex.Found> found = find(files, row, given);
            if (found.isEmpty()) {
                missing.add(place(row) + " names " + given);
                continue;
            }
            if (!seen.add(found.get().path())) {
                throw new SetException(place(row) + " names " + given + " again");
            }
            paths.add(found.get().path());
            ways.merge(found.get().way(), 1, Integer::sum);
        }
        if (!missing.isEmpty()) {
            throw new SetException(String.join(", ", missing.subList(0, Math.min(EXAMPLES, missing.size())))
                    + ", which does not exist"
                    + (missing.size() > 1
                            ? String.format(
                                    Locale.ROOT,
                                    "; %,d of %,d rows",
                                    missing.size(),
                                    table.rows().size())
                            : ""));
        }
        ways.forEach((way, n) -> {
            if (way != PathIndex.Way.AS_WRITTEN) {
                notes.add(String.format(
                        Locale.ROOT, "%s: %s named %s", name, Counted.of(n, "image is", "images are"), way.words()));
            }
        });
        return paths;
    }

    private Optional<PathIndex.Found> find(PathIndex files, CsvTable.Row row, String given) {
        try {
            return files.find(given);
        } catch (SetException e) {
            throw new SetException(place(row) + ": " + e.getMessage(), e);
        }
    }

    private List<@Nullable Split> splits(List<String> paths, List<String> notes) {
        List<@Nullable Split> splits = new ArrayList<>();
        for (CsvTable.Row row : table.rows()) {
            String given = cell(row, columns.split());
            try {
                splits.add(given == null ? null : Split.parse(given));
            } catch (IllegalArgumentException e) {
                throw new SetException(place(row) + ": " + e.getMessage(), e);
            }
        }
        boolean given = splits.stream().anyMatch(split -> split != null);
        return given ? splits : ofFolders(paths, notes);
    }

    /** Where the file says no split, the folders may: who sorted images under test does not want them trained on. */
    private List<@Nullable Split> ofFolders(List<String> paths, List<String> notes) {
        List<@Nullable Split> splits = new ArrayList<>();
        Map<Split, Integer> counts = new EnumMap<>(Split.class);
        for (String path : paths) {
            Split split = ofFolders(path);
            splits.add(split);
            if (split != null) {
                counts.merge(split, 1, Integer::sum);
            }
        }
        if (counts.size() < 2) {
            // All of one: that is where they lie, no split.
            splits.replaceAll(split -> split == Split.TRAIN ? null : split);
        }
        if (splits.stream().anyMatch(split -> split != null)) {
            Map<String, Integer> said = new HashMap<>();
            counts.forEach((split, n) -> said.put(split.wireName(), n));
            notes.add(name + " says no splits; those of the folders are taken: " + new java.util.TreeMap<>(said));
        }
        return splits;
    }

    private static @Nullable Split ofFolders(String path) {
        String[] parts = path.split("/");
        for (int i = 0; i < parts.length - 1; i++) {
            String folder = parts[i].replaceAll("(?i)[ _-](images?|imgs?|data|set|files)$", "");
            Optional<Split> split = Split.named(folder);
            if (split.isPresent()) {
                return split.get();
            }
        }
        return null;
    }

    private @Nullable String cell(CsvTable.Row row, int column) {
        if (column < 0) {
            return null;
        }
        String text = row.cells().get(column);
        return text.isEmpty() || options.noLabel().contains(text) ? null : text;
    }

    private String place(CsvTable.Row row) {
        return name + " line " + row.line();
    }
}
