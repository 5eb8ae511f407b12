package org.equipoise.diagnosis.files;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.equipoise.common.csv.CsvTable;
import org.equipoise.common.csv.UnreadableFileException;
import org.equipoise.common.evaluation.ProbabilityRows;
import org.equipoise.diagnosis.files.PredictionColumns.Declared;
import org.equipoise.diagnosis.predictions.Answers.Form;

/**
 * Numbers of a classifier, a row for each image and a column for each class; what they are, the numbers themselves say.
 */
final class Scores {

    /** How far a row, or a column, may be from a sum of 1: short decimals, not a mistake. */
    static final double SUM_TOLERANCE = 0.02;

    private static final double PERCENT = 100;

    private final int classes;
    /** Row by row. */
    private final double[] values;

    private final Form form;

    private Scores(int classes, double[] values, Form form) {
        this.classes = classes;
        this.values = values;
        this.form = form;
    }

    /**
     * Reads the columns.
     *
     * @param notes gets a sentence about what the numbers were found to be
     */
    static Scores of(
            String name, CsvTable table, PredictionColumns columns, List<CsvTable.Row> rows, List<String> notes) {
        int width = columns.scores().size();
        double[] values = new double[rows.size() * width];
        boolean within = true;
        for (int i = 0; i < rows.size(); i++) {
            for (int k = 0; k < width; k++) {
                double value = number(name, table, rows.get(i), columns.scores().get(k));
                values[i * width + k] = value;
                within &= value >= 0 && value <= 1;
            }
        }
        var scores = new Scores(width, values, Form.PROBABILITIES);
        if (columns.declared() == Declared.LOGITS || (!within && columns.declared() == Declared.UNSAID)) {
            notes.add(
                    columns.declared() == Declared.LOGITS
                            ? "the columns are named as logits"
                            : "the numbers are taken as logits: some lie outside of [0, 1]");
            return width == 1 ? scores.sigmoid(Form.LOGITS) : scores.softmax();
        }
        if (!within) {
            throw new UnreadableFileException(scores.outside(name, table, columns, rows));
        }
        if (width == 1) {
            notes.add("the numbers are taken as probabilities: all lie in [0, 1]");
            return scores.complemented();
        }
        int unfit = scores.firstThatIsNoDistribution();
        if (unfit < 0) {
            notes.add("the numbers are taken as probabilities: each row sums to 1");
            return scores.normalised();
        }
        if (rows.size() > 2 * width && scores.sumsToOneOverImages()) {
            notes.add("each class's numbers sum to 1 over the images, and those of an image do not");
            return new Scores(width, values, Form.SOFTMAX_OVER_IMAGES);
        }
        throw new UnreadableFileException(String.format(
                Locale.ROOT,
                "%s line %d: the probabilities sum to %.3f, they must sum to 1 (within %.2f). If they are logits, call"
                        + " the columns logit_CLASS; a column of every class is needed",
                name,
                rows.get(unfit).line(),
                scores.sum(unfit),
                SUM_TOLERANCE));
    }

    private static double number(String name, CsvTable table, CsvTable.Row row, int column) {
        String cell = row.cells().get(column);
        String text = table.separatorName().equals("commas") ? cell : cell.replace(',', '.');
        String where = name + " line " + row.line() + ": " + table.header().get(column) + " is \"" + cell + "\"";
        double value;
        try {
            value = text.toLowerCase(Locale.ROOT).matches("[-+]?inf(inity)?")
                    ? Double.POSITIVE_INFINITY
                    : Double.parseDouble(text.equalsIgnoreCase("nan") ? "NaN" : text);
        } catch (NumberFormatException e) {
            throw new UnreadableFileException(where + ", which is no number", e);
        }
        if (!Double.isFinite(value)) {
            throw new UnreadableFileException(
                    where + ": the network answers no numbers any more, so it diverged, or its"
                            + " input did; no answer can be read from that");
        }
        return value;
    }

    private String outside(String name, CsvTable table, PredictionColumns columns, List<CsvTable.Row> rows) {
        int at = 0;
        while (values[at] >= 0 && values[at] <= 1) {
            at++;
        }
        int row = at / classes;
        boolean percent = classes > 1 && Math.abs(sum(row) - PERCENT) <= 1;
        return String.format(
                Locale.ROOT,
                "%s line %d: %s says probability and is %s, outside of [0, 1]; %s",
                name,
                rows.get(row).line(),
                table.header().get(columns.scores().get(at % classes)),
                values[at],
                percent ? "divide percentages by 100" : "call it logit_CLASS if it is a logit");
    }

    private double sum(int row) {
        return Arrays.stream(values, row * classes, (row + 1) * classes).sum();
    }

    private int firstThatIsNoDistribution() {
        for (int i = 0; i < values.length / classes; i++) {
            if (Math.abs(sum(i) - 1) > SUM_TOLERANCE) {
                return i;
            }
        }
        return -1;
    }

    private boolean sumsToOneOverImages() {
        for (int k = 0; k < classes; k++) {
            double sum = 0;
            for (int at = k; at < values.length; at += classes) {
                sum += values[at];
            }
            if (Math.abs(sum - 1) > SUM_TOLERANCE) {
                return false;
            }
        }
        return true;
    }

    private Scores normalised() {
        double[] changed = values.clone();
        for (int i = 0; i < changed.length / classes; i++) {
            double sum = sum(i);
            for (int k = 0; k < classes; k++) {
                changed[i * classes + k] /= sum;
            }
        }
        return new Scores(classes, changed, Form.PROBABILITIES);
    }

    private Scores softmax() {
        double[] changed = values.clone();
        for (int from = 0; from < changed.length; from += classes) {
            double largest = Arrays.stream(values, from, from + classes).max().orElseThrow();
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                changed[from + k] = Math.exp(values[from + k] - largest);
                sum += changed[from + k];
            }
            for (int k = 0; k < classes; k++) {
                changed[from + k] /= sum;
            }
        }
        return new Scores(classes, changed, Form.LOGITS);
    }

    private Scores sigmoid(Form of) {
        double[] changed =
                Arrays.stream(values).map(logit -> 1 / (1 + Math.exp(-logit))).toArray();
        return new Scores(1, changed, of).complemented();
    }

    /** Of one column: the other class has what is left. */
    private Scores complemented() {
        double[] both = new double[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            both[2 * i] = 1 - values[i];
            both[2 * i + 1] = values[i];
        }
        return new Scores(2, both, form);
    }

    /** What the numbers are. */
    Form form() {
        return form;
    }

    /** The probabilities of every class. */
    ProbabilityRows probabilities() {
        return ProbabilityRows.of(classes, values);
    }

    /** The class of the largest number of each row, the first of equals. */
    int[] largest() {
        int[] best = new int[values.length / classes];
        for (int i = 0; i < best.length; i++) {
            for (int k = 1; k < classes; k++) {
                best[i] = values[i * classes + k] > values[i * classes + best[i]] ? k : best[i];
            }
        }
        return best;
    }
}
