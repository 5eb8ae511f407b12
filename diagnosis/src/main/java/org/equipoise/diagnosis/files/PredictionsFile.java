package org.equipoise.diagnosis.files;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.equipoise.common.csv.CsvTable;
import org.equipoise.common.csv.UnreadableFileException;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.words.Counted;
import org.equipoise.diagnosis.predictions.Answers;
import org.jspecify.annotations.Nullable;

/** Reads a CSV of answers to labelled images, however its columns are called. */
public final class PredictionsFile {

    /** Classes and characters of a class's name. */
    static final int MOST_CLASSES = 1000;

    static final int LONGEST_CLASS = 100;

    private static final List<Set<String>> YES_AND_NO =
            List.of(Set.of("0", "1"), Set.of("false", "true"), Set.of("no", "yes"), Set.of("negative", "positive"));

    private final String name;
    private final CsvTable table;
    private final PredictionColumns columns;
    private final List<CsvTable.Row> rows;
    private final List<String> truths = new ArrayList<>();

    private PredictionsFile(String name, CsvTable table, PredictionColumns columns, List<CsvTable.Row> rows) {
        this.name = name;
        this.table = table;
        this.columns = columns;
        this.rows = rows;
        rows.forEach(row -> truths.add(tidy(row.cells().get(columns.label()))));
    }

    /**
     * Reads a file.
     *
     * @param encoding that a person named; absent: UTF-8, or what a byte order mark says
     * @param expected classes that are known to be there; empty where nobody said
     * @param notes gets a sentence for each thing that was understood rather than read
     * @throws UnreadableFileException for what cannot be read, with its place and the limit
     */
    public static Answers read(Path file, @Nullable Charset encoding, Collection<String> expected, List<String> notes)
            throws IOException {
        GivenFile given = GivenFile.read(file, encoding);
        return read(given.name(), given.text(), expected, notes);
    }

    static Answers read(String name, String text, Collection<String> expected, List<String> notes) {
        CsvTable table = CsvTable.of(text, name);
        PredictionColumns columns = PredictionColumns.of(table, name);
        return new PredictionsFile(name, table, columns, complete(name, table, columns, notes)).read(expected, notes);
    }

    private static List<CsvTable.Row> complete(
            String name, CsvTable table, PredictionColumns columns, List<String> notes) {
        List<CsvTable.Row> rows = new ArrayList<>();
        int unlabelled = 0;
        int unanswered = 0;
        for (CsvTable.Row row : table.rows()) {
            List<String> cells = row.cells();
            boolean blank = columns.answer() >= 0 && cells.get(columns.answer()).isEmpty()
                    || !columns.scores().isEmpty()
                            && columns.scores().stream()
                                    .allMatch(at -> cells.get(at).isEmpty());
            if (cells.get(columns.label()).isEmpty()) {
                unlabelled++;
            } else if (blank) {
                unanswered++;
            } else {
                rows.add(row);
            }
        }
        if (unlabelled > 0) {
            notes.add(Counted.of(unlabelled, "row without a label is left out", "rows without a label are left out"));
        }
        if (unanswered > 0) {
            notes.add(
                    Counted.of(unanswered, "row without an answer is left out", "rows without an answer are left out"));
        }
        if (rows.isEmpty()) {
            throw new UnreadableFileException(name + " has no row with a label and an answer");
        }
        return rows;
    }

    private Answers read(Collection<String> expected, List<String> notes) {
        Set<String> labels = new LinkedHashSet<>(truths);
        if (labels.size() == 1) {
            throw new UnreadableFileException(
                    name + ": every label is \"" + labels.iterator().next()
                            + "\"; whether other classes are answered cannot be seen, so images of at least two are needed");
        }
        refuseMany(labels);
        if (columns.scores().isEmpty()) {
            return classesAlone(labels, expected);
        }
        return columns.scores().size() == 1 ? ofOneColumn(labels, expected, notes) : ofColumns(expected, notes);
    }

    private Answers classesAlone(Set<String> labels, Collection<String> expected) {
        Set<String> all = new LinkedHashSet<>(expected);
        all.addAll(labels);
        rows.forEach(row -> all.add(tidy(row.cells().get(columns.answer()))));
        refuseMany(all);
        LabelSet classes = checked(expected.isEmpty() ? sorted(all) : List.copyOf(all), expected);
        return Answers.classes(classes, indices(classes, truths), answered(classes));
    }

    private Answers ofOneColumn(Set<String> labels, Collection<String> expected, List<String> notes) {
        List<String> both = sorted(labels);
        if (labels.size() != 2) {
            throw new UnreadableFileException(name + " has one column of numbers, \""
                    + table.header().get(columns.scores().get(0)) + "\", and labels of " + labels.size()
                    + " classes; it needs a column for each class, p_CLASS");
        }
        String positive = columns.classes().get(0);
        if (positive.isEmpty()) {
            boolean plain = YES_AND_NO.contains(
                    Set.of(both.get(0).toLowerCase(Locale.ROOT), both.get(1).toLowerCase(Locale.ROOT)));
            if (!plain) {
                throw new UnreadableFileException(name + ": \""
                        + table.header().get(columns.scores().get(0)) + "\" may be of " + both.get(0) + " or of "
                        + both.get(1) + "; call it p_" + both.get(1) + " if it is of the latter");
            }
        } else if (!labels.contains(positive)) {
            throw new UnreadableFileException(name + ": the column \""
                    + table.header().get(columns.scores().get(0)) + "\" is of a class \"" + positive
                    + "\", which no label is; labels are " + both);
        }
        String other = both.get(0).equals(positive) ? both.get(1) : both.get(0);
        LabelSet classes = checked(List.of(other, both.get(0).equals(other) ? both.get(1) : both.get(0)), expected);
        refuseUnknown(classes, expected);
        notes.add("one column of numbers: of " + classes.name(1) + ", against " + classes.name(0));
        return answers(classes, notes);
    }

    private Answers ofColumns(Collection<String> expected, List<String> notes) {
        List<String> named = columns.classes();
        for (String one : named) {
            if (named.indexOf(one) != named.lastIndexOf(one)) {
                throw new UnreadableFileException(name + " has two columns for the class \"" + one + "\"");
            }
        }
        refuseMany(named);
        boolean positions = !named.containsAll(truths)
                && named.stream().noneMatch(PredictionsFile::isIndex)
                && truths.stream().allMatch(label -> isIndex(label) && Integer.parseInt(label) < named.size());
        LabelSet classes = checked(named, expected);
        refuseUnknown(classes, expected);
        if (positions) {
            notes.add("the labels are numbers: 0 is " + named.get(0) + ", in the order of the columns");
            truths.replaceAll(label -> named.get(Integer.parseInt(label)));
        }
        return answers(classes, notes);
    }

    private Answers answers(LabelSet classes, List<String> notes) {
        int[] truth = indices(classes, truths);
        Scores scores = Scores.of(name, table, columns, rows, notes);
        if (scores.form() == Answers.Form.SOFTMAX_OVER_IMAGES) {
            return Answers.overImages(classes, truth, scores.largest());
        }
        return Answers.of(
                classes, scores.form(), truth, scores.probabilities(), columns.answer() < 0 ? null : answered(classes));
    }

    private int[] answered(LabelSet classes) {
        List<String> answers = new ArrayList<>();
        rows.forEach(row -> answers.add(tidy(row.cells().get(columns.answer()))));
        boolean positions = !classes.classes().containsAll(answers)
                && classes.classes().stream().noneMatch(PredictionsFile::isIndex)
                && answers.stream().allMatch(answer -> isIndex(answer) && Integer.parseInt(answer) < classes.size());
        if (positions) {
            answers.replaceAll(answer -> classes.name(Integer.parseInt(answer)));
        }
        return indices(classes, answers);
    }

    private int[] indices(LabelSet classes, List<String> names) {
        int[] indices = new int[names.size()];
        for (int i = 0; i < indices.length; i++) {
            String wanted = names.get(i);
            long line = rows.get(i).line();
            indices[i] = classes.indexOf(wanted)
                    .orElseThrow(() -> new UnreadableFileException(name + " line " + line + ": \"" + wanted
                            + "\" is none of the classes " + classes.classes()));
        }
        return indices;
    }

    private LabelSet checked(List<String> classes, Collection<String> expected) {
        if (!expected.isEmpty()) {
            for (String one : classes) {
                if (!expected.contains(one)) {
                    throw new UnreadableFileException(
                            name + " has the class \"" + one + "\", which --counts does not name, only " + expected);
                }
            }
        }
        Map<String, String> spellings = new TreeMap<>();
        for (String one : classes) {
            String before = spellings.put(one.toLowerCase(Locale.ROOT), one);
            if (before != null) {
                throw new UnreadableFileException(
                        name + ": \"" + before + "\" and \"" + one + "\" differ only in case; is it one class?");
            }
        }
        return new LabelSet(classes);
    }

    private void refuseUnknown(LabelSet classes, Collection<String> expected) {
        if (!classes.classes().containsAll(expected)) {
            throw new UnreadableFileException(
                    name + " has numbers for the classes " + classes.classes() + ", --counts names " + expected);
        }
    }

    private void refuseMany(Collection<String> classes) {
        if (classes.size() > MOST_CLASSES) {
            throw new UnreadableFileException(name + " has " + classes.size() + " different classes, the limit is "
                    + MOST_CLASSES + "; is \"" + table.header().get(columns.label()) + "\" the column of labels?");
        }
        classes.stream().filter(one -> one.length() > LONGEST_CLASS).findFirst().ifPresent(one -> {
            throw new UnreadableFileException(name + " has a class with a name of " + one.length()
                    + " characters, the limit is " + LONGEST_CLASS);
        });
        classes.stream().filter(one -> one.lines().count() > 1).findFirst().ifPresent(one -> {
            throw new UnreadableFileException(name + " has a class with a line break in its name, which begins with \""
                    + one.lines().findFirst().orElse("") + "\"");
        });
    }

    private static List<String> sorted(Collection<String> classes) {
        boolean numbers = classes.stream().allMatch(PredictionsFile::isIndex);
        return classes.stream()
                .sorted(numbers ? Comparator.comparing(Integer::valueOf) : Comparator.naturalOrder())
                .toList();
    }

    private static boolean isIndex(String text) {
        return text.matches("\\d{1,4}");
    }

    /**
     * A class as it is named: without white space around it, and without the decimals that pandas gives to integers.
     */
    static String tidy(String cell) {
        String text = cell.strip();
        return text.matches("-?\\d+\\.0+") ? text.substring(0, text.indexOf('.')) : text;
    }
}
