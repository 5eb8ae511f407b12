package org.equipoise.local.sets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.common.csv.CsvTable;
import org.equipoise.common.csv.EncodedText;
import org.equipoise.common.csv.UnreadableFileException;
import org.equipoise.common.labels.LabelSet;

/**
 * Other names for the classes of a dataset.
 *
 * @param byName class by another name for it
 */
public record Synonyms(Map<String, String> byName) {

    /** No names but those of the classes. */
    public static final Synonyms NONE = new Synonyms(Map.of());

    private static final int MOST_BYTES = 1 << 20;

    public Synonyms {
        byName = Collections.unmodifiableMap(new TreeMap<>(byName));
    }

    /**
     * Reads a table with the columns {@code label} and {@code class}.
     *
     * @throws SetException if it is no such table, with its line
     */
    public static Synonyms read(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new SetException(name + " has " + Files.size(file) + " bytes; at most " + MOST_BYTES
                        + " are read of a table of synonyms");
            }
            return of(CsvTable.of(EncodedText.of(Files.readAllBytes(file), name, null), name), name);
        } catch (UnreadableFileException e) {
            throw new SetException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new SetException("cannot read " + name + ": " + e.getMessage(), e);
        }
    }

    private static Synonyms of(CsvTable table, String name) {
        List<String> header = table.header().stream()
                .map(cell -> cell.toLowerCase(Locale.ROOT))
                .toList();
        int label = header.indexOf("label");
        int meant = header.indexOf("class");
        if (label < 0 || meant < 0) {
            throw new SetException(name + " needs the columns label and class");
        }
        Map<String, String> synonyms = new TreeMap<>();
        for (CsvTable.Row row : table.rows()) {
            String from = row.cells().get(label);
            String to = row.cells().get(meant);
            if (from.isEmpty() || to.isEmpty()) {
                throw new SetException(name + " line " + row.line() + ": label and class must both be there");
            }
            String before = synonyms.put(from, to);
            if (before != null && !before.equals(to)) {
                throw new SetException(name + " line " + row.line() + ": \"" + from + "\" is \"" + before
                        + "\" in an earlier line and \"" + to + "\" here");
            }
        }
        // A class may be listed under its own name.
        synonyms.entrySet().removeIf(entry -> entry.getKey().equals(entry.getValue()));
        return new Synonyms(synonyms);
    }

    /** These, and those of another table, which win where both have a name. */
    public Synonyms and(Synonyms other) {
        Map<String, String> all = new TreeMap<>(byName);
        all.putAll(other.byName);
        return new Synonyms(all);
    }

    /** Labels as classes, each once, in their order. */
    public List<String> classes(List<String> labels) {
        return labels.stream()
                .map(label -> byName.getOrDefault(label, label))
                .distinct()
                .toList();
    }

    /**
     * The vocabulary without the classes that are other names for classes now.
     *
     * @throws SetException if too few are left
     */
    public LabelSet without(LabelSet known) {
        List<String> left = known.classes().stream()
                .filter(name -> !byName.containsKey(name))
                .toList();
        if (left.size() < 2) {
            throw new SetException("with these synonyms the dataset has fewer than two classes");
        }
        return new LabelSet(left);
    }

    /**
     * Checks that every name stands for a class.
     *
     * @throws SetException if one does not
     */
    public void requireClasses(LabelSet labelSet) {
        byName.forEach((name, meant) -> {
            if (labelSet.indexOf(meant).isEmpty()) {
                throw new SetException("\"" + name + "\" is to stand for \"" + meant
                        + "\", which is no class; there are " + labelSet.classes());
            }
        });
    }
}
