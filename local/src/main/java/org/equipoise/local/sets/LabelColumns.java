package org.equipoise.local.sets;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.equipoise.common.csv.CsvTable;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a label file says what: the documented names first, then those of well-known sets. Where there is no
 * column of labels, columns of 0 and 1 with one 1 a row are read as one class each.
 *
 * @param label -1 where {@code oneHot} says it
 * @param split -1 for none
 * @param patient -1 for none
 * @param oneHot the classes' columns, empty where one column has the label
 */
record LabelColumns(int image, int label, int split, int patient, List<Integer> oneHot) {

    private static final List<String> IMAGE = List.of(
            "path",
            "imagepath",
            "filepath",
            "filename",
            "file",
            "imagename",
            "imageid",
            "image",
            "imageindex",
            "idcode",
            "isicid",
            "img",
            "imgpath");
    private static final List<String> LABEL =
            List.of("label", "labels", "class", "classname", "dx", "diagnosis", "findinglabels", "category", "target");
    private static final List<String> SPLIT = List.of("split", "subset", "partition");
    private static final List<String> PATIENT =
            List.of("patient", "group", "patientid", "subject", "subjectid", "caseid", "lesionid");

    private static final Set<String> ZERO = Set.of("0", "0.0");
    private static final Set<String> ONE = Set.of("1", "1.0");
    /** Share of rows that must name exactly one class before columns of 0 and 1 are taken for classes. */
    private static final double ONE_CLASS_A_ROW = 0.9;

    /** @throws SetException where a column is missing, or two may be meant */
    static LabelColumns of(CsvTable table, String name, ReadingOptions.Columns given) {
        int image = column(table, name, given.image(), "--image-column", IMAGE);
        int split = column(table, name, given.split(), "--split-column", SPLIT);
        int patient = column(table, name, given.patient(), "--patient-column", PATIENT);
        int label = label(table, name, given);
        List<Integer> oneHot = label >= 0 ? List.of() : oneHot(table, List.of(image, split, patient));
        if (image < 0 || (label < 0 && oneHot.isEmpty())) {
            throw new SetException(name + " has no column \"" + (image < 0 ? "path" : "label") + "\", only "
                    + table.header() + ", separated by " + table.separatorName()
                    + "; it needs path,label[,split][,patient], or say --image-column and --label-column");
        }
        return new LabelColumns(image, label, split, patient, oneHot);
    }

    private static int label(CsvTable table, String name, ReadingOptions.Columns given) {
        List<String> found = present(table, LABEL);
        boolean documented = found.contains("label");
        if (given.label() == null && !documented && found.size() > 1) {
            throw new SetException(
                    name + " has several columns that may be the label: " + found + ". --label-column NAME says which");
        }
        return column(table, name, given.label(), "--label-column", LABEL);
    }

    private static List<String> present(CsvTable table, List<String> known) {
        List<String> keys = table.header().stream().map(LabelColumns::key).toList();
        return known.stream().filter(keys::contains).toList();
    }

    private static int column(CsvTable table, String name, @Nullable String given, String option, List<String> known) {
        List<String> keys = table.header().stream().map(LabelColumns::key).toList();
        if (given != null) {
            int exact = table.header().indexOf(given);
            int at = exact >= 0 ? exact : keys.indexOf(key(given));
            if (at < 0) {
                throw new SetException(
                        option + " " + given + ": " + name + " has no such column, only " + table.header());
            }
            return at;
        }
        for (String alias : known) {
            int at = keys.indexOf(alias);
            if (at >= 0) {
                if (at != keys.lastIndexOf(alias)) {
                    throw new SetException(
                            name + " has the column \"" + table.header().get(at) + "\" twice");
                }
                return at;
            }
        }
        return -1;
    }

    private static String key(String column) {
        return column.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }

    private static List<Integer> oneHot(CsvTable table, List<Integer> taken) {
        List<Integer> columns = IntStream.range(0, table.header().size())
                .filter(at -> !taken.contains(at))
                .filter(at ->
                        table.rows().stream().allMatch(row -> isBit(row.cells().get(at))))
                .boxed()
                .toList();
        long single = table.rows().stream()
                .filter(row -> columns.stream()
                                .filter(at -> ONE.contains(row.cells().get(at)))
                                .count()
                        == 1)
                .count();
        boolean enough = columns.size() > 1
                && single > 0
                && single >= ONE_CLASS_A_ROW * table.rows().size();
        return enough ? columns : List.of();
    }

    private static boolean isBit(String cell) {
        return ZERO.contains(cell) || ONE.contains(cell);
    }

    /**
     * The cell with the label of a row; of one-hot columns the names of those with a 1, joined as several labels are.
     */
    String labelCell(CsvTable table, CsvTable.Row row) {
        if (label >= 0) {
            return row.cells().get(label);
        }
        List<String> names = new ArrayList<>();
        for (int at : oneHot) {
            if (ONE.contains(row.cells().get(at))) {
                names.add(table.header().get(at));
            }
        }
        return String.join("|", names);
    }

    /** In words, where it is not what is documented; otherwise absent. */
    @Nullable String said(CsvTable table) {
        List<String> words = new ArrayList<>();
        words.add(unusual(table, image, "path", "the images"));
        words.add(
                label >= 0
                        ? unusual(table, label, "label", "the labels")
                        : "one of "
                                + oneHot.stream()
                                        .map(at -> table.header().get(at))
                                        .collect(Collectors.joining(", "))
                                + " is the label, where a 1 stands");
        words.add(unusual(table, split, "split", "the splits"));
        words.add(unusual(table, patient, "patient", "the patients, who stay on one side"));
        String said = words.stream()
                .filter(Objects::nonNull)
                .filter(w -> !w.isEmpty())
                .collect(Collectors.joining("; "));
        return said.isEmpty() ? null : said;
    }

    private static String unusual(CsvTable table, int at, String documented, String meaning) {
        return at < 0 || key(table.header().get(at)).equals(documented)
                ? ""
                : "column " + table.header().get(at) + " has " + meaning;
    }
}
