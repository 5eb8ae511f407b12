package org.equipoise.local.sets;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.equipoise.common.words.Counted;
import org.jspecify.annotations.Nullable;

/**
 * Labels out of cells and folder names: what is no label is none, several in one cell are refused or mapped as asked,
 * and spellings that differ only in case, white space or Unicode form are one class. All of it is said.
 */
final class LabelCells {

    /** Longer texts are remarks, not class names. */
    static final int LONGEST_LABEL = 100;

    static final int MOST_CLASSES = 1000;

    private static final String SEVERAL = "|";
    private static final Set<String> UNCERTAIN = Set.of("-1", "-1.0");
    private static final Set<String> NO = Set.of("0", "0.0");
    private static final Set<String> YES = Set.of("1", "1.0");

    private LabelCells() {}

    /**
     * A cell and where it stands.
     *
     * @param place for messages, e.g. {@code manifest.csv line 7}
     */
    record Cell(String place, String text) {}

    /**
     * The labels of cells, in their order; absent where a cell is none.
     *
     * @param notes gets a sentence for each thing that was understood rather than read
     */
    static List<@Nullable String> labels(List<Cell> cells, ReadingOptions options, List<String> notes) {
        boolean marks = uncertainMarks(cells);
        Map<String, Integer> missing = new TreeMap<>();
        List<Cell> several = new ArrayList<>();
        List<@Nullable String> labels = new ArrayList<>(cells.size());
        for (Cell cell : cells) {
            String text = tidy(cell.text());
            if (text.isEmpty() || options.noLabel().contains(text) || (marks && UNCERTAIN.contains(text))) {
                missing.merge(text.isEmpty() ? "blank" : "\"" + text + "\"", 1, Integer::sum);
                labels.add(null);
            } else if (text.contains(SEVERAL)) {
                several.add(cell);
                labels.add(
                        options.multiLabel() == ReadingOptions.MultiLabel.FIRST
                                ? tidy(text.substring(0, text.indexOf(SEVERAL)))
                                : null);
            } else {
                if (text.length() > LONGEST_LABEL) {
                    throw new SetException(cell.place() + ": a label of " + text.length() + " characters; the limit is "
                            + LONGEST_LABEL + ". Is this the column of labels? --label-column NAME names another");
                }
                labels.add(text);
            }
        }
        if (!missing.isEmpty()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d of %s no label: %s; --no-label says which cells mean none",
                    missing.values().stream().mapToInt(Integer::intValue).sum(),
                    Counted.of(cells.size(), "image has", "images have"),
                    missing.entrySet().stream()
                            .map(e -> e.getValue() + " " + e.getKey())
                            .collect(Collectors.joining(", "))));
        }
        several(several, cells.size(), options.multiLabel(), notes);
        return oneSpelling(labels, notes);
    }

    /** CheXpert writes 1 and 0 for yes and no and -1 for perhaps; where there is no such pair, -1 may be a class. */
    private static boolean uncertainMarks(List<Cell> cells) {
        boolean no = cells.stream().anyMatch(cell -> NO.contains(tidy(cell.text())));
        boolean yes = cells.stream().anyMatch(cell -> YES.contains(tidy(cell.text())));
        return no && yes;
    }

    private static void several(List<Cell> several, int of, ReadingOptions.MultiLabel how, List<String> notes) {
        if (several.isEmpty()) {
            return;
        }
        Cell first = several.get(0);
        String found = String.format(
                Locale.ROOT,
                "%,d of %s several labels, e.g. \"%s\" (%s)",
                several.size(),
                Counted.of(of, "image has", "images have"),
                shortened(first.text()),
                first.place());
        switch (how) {
            case REFUSE ->
                throw new SetException(found + "; a classifier answers one class. --multi-label drop sends them"
                        + " without a label, --multi-label first takes the first of each");
            case DROP -> notes.add(found + "; they are sent without one");
            case FIRST -> notes.add(found + "; the first of each is taken");
        }
    }

    /** The same labels with one spelling for each class: the most frequent one, of equals the first in order. */
    static List<@Nullable String> oneSpelling(List<@Nullable String> labels, List<String> notes) {
        Map<String, Map<String, Integer>> spellings = new TreeMap<>();
        for (String label : labels) {
            if (label != null) {
                spellings.computeIfAbsent(key(label), k -> new TreeMap<>()).merge(label, 1, Integer::sum);
            }
        }
        if (spellings.size() > MOST_CLASSES) {
            throw new SetException("there are " + spellings.size() + " different labels, the limit is " + MOST_CLASSES
                    + ". Is this the column of labels? --label-column NAME names another");
        }
        Map<String, String> chosen = new LinkedHashMap<>();
        spellings.forEach((key, counts) -> {
            String name = mostFrequent(counts);
            chosen.put(key, name);
            if (counts.size() > 1) {
                notes.add(counts.entrySet().stream()
                                .sorted(Comparator.comparing(e -> -e.getValue()))
                                .map(e -> "\"" + e.getKey() + "\" (" + e.getValue() + ")")
                                .collect(Collectors.joining(", "))
                        + " differ only in case, white space, Unicode form or \".0\": one class, \"" + name
                        + "\". If they are different classes, give them different names");
            }
        });
        List<@Nullable String> named = new ArrayList<>(labels.size());
        for (String label : labels) {
            named.add(label == null ? null : chosen.get(key(label)));
        }
        return named;
    }

    private static String mostFrequent(Map<String, Integer> counts) {
        Map<String, Integer> composed = new TreeMap<>();
        counts.forEach((name, n) -> composed.merge(Normalizer.normalize(name, Normalizer.Form.NFC), n, Integer::sum));
        return composed.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(
                                Map.Entry.<String, Integer>comparingByKey().reversed()))
                .orElseThrow()
                .getKey();
    }

    /** What two spellings of one name have in common. */
    static String key(String label) {
        String folded = Normalizer.normalize(label, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        String tidied = tidy(Normalizer.normalize(folded, Normalizer.Form.NFKC));
        return tidied.matches("-?\\d+\\.0+") ? tidied.substring(0, tidied.indexOf('.')) : tidied;
    }

    /** Without white space around it, and with single spaces inside. */
    static String tidy(String text) {
        return text.replaceAll("[\\s\\u00a0]+", " ").strip();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_LABEL ? text : text.substring(0, LONGEST_LABEL) + "...";
    }
}
