package org.equipoise.diagnosis.files;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.equipoise.common.csv.CsvTable;
import org.equipoise.common.csv.UnreadableFileException;

/**
 * Which column of a table of predictions says what, by the names that people give them.
 *
 * @param label the true class
 * @param answer the answered class, -1 where there is none
 * @param scores numbers, a column for each class; one column is of two classes
 * @param classes what the columns of numbers are of, as they are named; empty names where one column does not say it
 * @param declared what their names say that they are
 */
record PredictionColumns(int label, int answer, List<Integer> scores, List<String> classes, Declared declared) {

    /** What the names of the columns say of their numbers. */
    enum Declared {
        PROBABILITIES,
        LOGITS,
        UNSAID
    }

    private static final List<String> LABEL = List.of(
            "label",
            "labels",
            "true",
            "truelabel",
            "trueclass",
            "ytrue",
            "target",
            "targets",
            "truth",
            "groundtruth",
            "gt",
            "actual",
            "class");
    private static final List<String> ANSWER = List.of(
            "predicted",
            "prediction",
            "predictions",
            "pred",
            "preds",
            "ypred",
            "yhat",
            "predictedlabel",
            "predictedclass",
            "predlabel",
            "predclass",
            "answer",
            "answered");
    private static final Map<String, Declared> SINGLE = Map.ofEntries(
            Map.entry("p", Declared.PROBABILITIES),
            Map.entry("prob", Declared.PROBABILITIES),
            Map.entry("proba", Declared.PROBABILITIES),
            Map.entry("probability", Declared.PROBABILITIES),
            Map.entry("yprob", Declared.PROBABILITIES),
            Map.entry("yproba", Declared.PROBABILITIES),
            Map.entry("sigmoid", Declared.PROBABILITIES),
            Map.entry("logit", Declared.LOGITS),
            Map.entry("logits", Declared.LOGITS),
            Map.entry("score", Declared.UNSAID),
            Map.entry("yscore", Declared.UNSAID),
            Map.entry("output", Declared.UNSAID));
    private static final Pattern PREFIXED = Pattern.compile(
            "(p|probs?|proba|probability|softmax|logits?|scores?|outputs?)(?:[_\\s.:-]+(.+)|\\((.+)\\)|\\[(.+)]|(\\d+))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern INDEX = Pattern.compile("(?:class[_\\s-]?)?(\\d{1,4})", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+(?:[eE][-+]?\\d+)?");

    PredictionColumns {
        scores = List.copyOf(scores);
        classes = List.copyOf(classes);
    }

    /** @throws UnreadableFileException where labels or answers are missing, or two columns may be meant */
    static PredictionColumns of(CsvTable table, String name) {
        List<String> header = table.header();
        if (header.stream().allMatch(cell -> NUMBER.matcher(cell).matches())) {
            throw new UnreadableFileException(name + " begins with a line of numbers: it needs a first line that names"
                    + " its columns, e.g. label,p_benign,p_malignant");
        }
        refuseDuplicates(header, name);
        int label = column(header, LABEL, "the true class", name);
        if (label < 0) {
            throw new UnreadableFileException(name + " has no column with the true class, only " + header
                    + ", separated by " + table.separatorName() + "; call it label");
        }
        int answer = column(header, ANSWER, "the answered class", name);
        PredictionColumns found = scores(table, label, answer);
        if (found.answer < 0 && found.scores.isEmpty()) {
            throw new UnreadableFileException(name + " has the true class in \"" + header.get(label)
                    + "\" and no answers, only " + header
                    + "; it needs a column prediction, or p_CLASS (or logit_CLASS)"
                    + " for each class");
        }
        return found;
    }

    private static PredictionColumns scores(CsvTable table, int label, int answer) {
        List<String> header = table.header();
        List<Integer> free = IntStream.range(0, header.size())
                .filter(at -> at != label && at != answer)
                .boxed()
                .toList();
        for (Declared kind : Declared.values()) {
            Map<Integer, String> prefixed = prefixed(header, free, kind);
            if (!prefixed.isEmpty()) {
                return new PredictionColumns(
                        label, answer, List.copyOf(prefixed.keySet()), List.copyOf(prefixed.values()), kind);
            }
        }
        for (int at : free) {
            Declared kind = SINGLE.get(key(header.get(at)));
            if (kind != null) {
                return new PredictionColumns(label, answer, List.of(at), List.of(""), kind);
            }
        }
        Map<Integer, String> bare = bare(table, free, label, answer);
        if (bare.size() > 1) {
            return new PredictionColumns(
                    label, answer, List.copyOf(bare.keySet()), List.copyOf(bare.values()), Declared.UNSAID);
        }
        if (answer >= 0 && holdsFractions(table, answer)) {
            return new PredictionColumns(label, -1, List.of(answer), List.of(""), Declared.UNSAID);
        }
        return new PredictionColumns(label, answer, List.of(), List.of(), Declared.UNSAID);
    }

    private static Map<Integer, String> prefixed(List<String> header, List<Integer> free, Declared kind) {
        Map<Integer, String> found = new LinkedHashMap<>();
        for (int at : free) {
            Matcher matcher = PREFIXED.matcher(header.get(at));
            if (matcher.matches() && declared(matcher.group(1)) == kind) {
                String of = IntStream.rangeClosed(2, matcher.groupCount())
                        .mapToObj(matcher::group)
                        .filter(group -> group != null)
                        .findFirst()
                        .orElseThrow();
                found.put(at, PredictionsFile.tidy(of));
            }
        }
        return found;
    }

    private static Declared declared(String prefix) {
        String lower = prefix.toLowerCase(Locale.ROOT);
        if (lower.startsWith("logit")) {
            return Declared.LOGITS;
        }
        return lower.startsWith("p") || lower.equals("softmax") ? Declared.PROBABILITIES : Declared.UNSAID;
    }

    /** Columns that are named as the classes are, or by their index. */
    private static Map<Integer, String> bare(CsvTable table, List<Integer> free, int label, int answer) {
        Set<String> known = new HashSet<>();
        table.rows().forEach(row -> {
            known.add(PredictionsFile.tidy(row.cells().get(label)));
            if (answer >= 0) {
                known.add(PredictionsFile.tidy(row.cells().get(answer)));
            }
        });
        known.remove("");
        Map<Integer, String> found = new LinkedHashMap<>();
        for (int at : free) {
            String column = PredictionsFile.tidy(table.header().get(at));
            Matcher index = INDEX.matcher(column);
            if (known.contains(column)) {
                found.put(at, column);
            } else if (index.matches()) {
                found.put(at, index.group(1));
            }
        }
        return found;
    }

    private static boolean holdsFractions(CsvTable table, int at) {
        List<String> cells = table.rows().stream()
                .map(row -> row.cells().get(at).replace(',', '.'))
                .filter(cell -> !cell.isEmpty())
                .toList();
        return cells.stream().allMatch(cell -> NUMBER.matcher(cell).matches())
                && cells.stream().anyMatch(cell -> !PredictionsFile.tidy(cell).matches("[-+]?\\d+"));
    }

    private static int column(List<String> header, List<String> names, String meaning, String name) {
        List<Integer> found = IntStream.range(0, header.size())
                .filter(at -> names.contains(key(header.get(at))))
                .boxed()
                .toList();
        List<Integer> documented = found.stream()
                .filter(at -> key(header.get(at)).equals(names.get(0)))
                .toList();
        if (found.size() > 1 && documented.size() != 1) {
            throw new UnreadableFileException(name + " has several columns that may have " + meaning + ": "
                    + found.stream().map(header::get).collect(Collectors.joining(", ")) + "; call the right one "
                    + names.get(0));
        }
        return documented.size() == 1 ? documented.get(0) : found.isEmpty() ? -1 : found.get(0);
    }

    private static void refuseDuplicates(List<String> header, String name) {
        List<String> seen = new ArrayList<>();
        for (String column : header) {
            if (!column.isEmpty() && seen.contains(column)) {
                throw new UnreadableFileException(name + " has the column \"" + column + "\" twice");
            }
            seen.add(column);
        }
    }

    private static String key(String column) {
        return column.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }
}
