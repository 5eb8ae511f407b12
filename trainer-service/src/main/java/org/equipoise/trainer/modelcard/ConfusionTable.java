package org.equipoise.trainer.modelcard;

import java.util.List;
import java.util.Locale;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.html.Page;

/** A confusion matrix as a table: the fuller a cell's share of its row, the stronger its colour. */
final class ConfusionTable {

    private ConfusionTable() {}

    static void write(Page page, Evaluation evaluation) {
        List<Evaluation.PerClass> classes = evaluation.classes();
        page.raw(
                "<div class=\"wide\"><table class=\"confusion\"><thead><tr><td class=\"corner\">true ↓ answered →</td>");
        classes.forEach(c -> page.raw("<th scope=\"col\">").text(c.name()).raw("</th>"));
        page.raw("</tr></thead><tbody>\n");
        for (int t = 0; t < classes.size(); t++) {
            page.raw("<tr><th scope=\"row\">").text(classes.get(t).name()).raw("</th>");
            long support = classes.get(t).support();
            for (int p = 0; p < classes.size(); p++) {
                cell(page, t == p, evaluation.confusion().get(t).get(p), support);
            }
            page.raw("</tr>\n");
        }
        page.raw("</tbody></table></div>\n");
    }

    private static void cell(Page page, boolean right, long count, long support) {
        double share = support == 0 ? 0 : count / (double) support;
        page.raw(String.format(
                Locale.ROOT,
                "<td class=\"n %s\" style=\"--share:%.3f\">%d<small>%s</small></td>",
                right ? "right" : "wrong",
                share,
                count,
                support == 0 ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * share)));
    }
}
