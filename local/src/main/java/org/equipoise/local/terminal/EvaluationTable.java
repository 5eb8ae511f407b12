package org.equipoise.local.terminal;

import java.util.List;
import java.util.Locale;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.evaluation.Evaluation.PerClass;

/** An evaluation as a person reads it: every class by itself, then the averages, accuracy beside its majority share. */
public final class EvaluationTable {

    private EvaluationTable() {}

    /** One line per class. */
    public static List<String> lines(Evaluation evaluation) {
        var table = new Table("class", "images", "answered", "recall", "95 %", "precision", "F1");
        for (PerClass c : evaluation.classes()) {
            table.row(
                    c.name(),
                    String.format(Locale.ROOT, "%,d", c.support()),
                    String.format(Locale.ROOT, "%,d", c.predicted()),
                    c.recall() == null ? "none" : number(c.recall()),
                    number(c.recallLower()) + " to " + number(c.recallUpper()),
                    c.precision() == null ? "none" : number(c.precision()),
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

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
