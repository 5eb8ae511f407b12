package org.equipoise.local.terminal;

import java.util.List;
import java.util.Locale;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.evaluation.Evaluation.PerClass;
import org.jspecify.annotations.Nullable;

/** An evaluation as a person reads it: every class by itself, then the averages, accuracy beside its majority share. */
public final class EvaluationTable {

    private EvaluationTable() {}

    /** One line per class. */
    public static List<String> lines(Evaluation evaluation) {
        var table = new Table("class", "images", "answered", "recall", "95 %", "precision", "95 %", "F1");
        for (PerClass c : evaluation.classes()) {
            table.row(
                    c.name(),
                    String.format(Locale.ROOT, "%,d", c.support()),
                    String.format(Locale.ROOT, "%,d", c.predicted()),
                    c.recall() == null ? "none" : number(c.recall()),
                    interval(c.recallLower(), c.recallUpper()),
                    c.precision() == null ? "none" : number(c.precision()),
                    interval(c.precisionLower(), c.precisionUpper()),
                    number(c.f1()));
        }
        return table.lines();
    }

    /** The averages in one line; the AUC, blind to collapse, only beside the balanced accuracy. */
    public static String summary(Evaluation evaluation) {
        Double auc = evaluation.auc();
        return String.format(
                Locale.ROOT,
                "balanced accuracy %.3f, macro-F1 %.3f,%s accuracy %.3f (always answering the largest class: %.3f)",
                evaluation.balancedAccuracy(),
                evaluation.macroF1(),
                auc == null ? "" : " AUC " + number(auc) + ",",
                evaluation.accuracy(),
                evaluation.majorityShare());
    }

    private static String interval(@Nullable Double lower, @Nullable Double upper) {
        return lower == null || upper == null ? "none" : number(lower) + " to " + number(upper);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
