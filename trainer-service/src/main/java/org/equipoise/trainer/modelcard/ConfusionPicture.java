package org.equipoise.trainer.modelcard;

import java.util.List;

import org.equipoise.common.evaluation.Evaluation;

/** A confusion matrix as a heat map: the larger a cell's share of its row, the stronger its colour. */
final class ConfusionPicture {

    private static final int WIDTH = 360;
    private static final int LEFT = 92;
    private static final int HIGHEST_CELL = 52;
    private static final int NARROWEST_COUNT = 24;
    private static final int NARROWEST_NAME = 56;

    /** Strongest colour, so that ink stays readable on it (WCAG AA) in both themes. */
    private static final double STRONGEST = 0.45;

    private final Evaluation evaluation;
    private final List<Evaluation.PerClass> classes;
    private final double cellWidth;
    private final double cellHeight;
    private final int top;

    private ConfusionPicture(Evaluation evaluation) {
        this.evaluation = evaluation;
        classes = evaluation.classes();
        cellWidth = (WIDTH - LEFT) / (double) classes.size();
        cellHeight = Math.min(HIGHEST_CELL, cellWidth);
        top = cellWidth >= NARROWEST_NAME ? 36 : 78;
    }

    static void write(Page page, Evaluation evaluation) {
        new ConfusionPicture(evaluation).draw(page);
    }

    private void draw(Page page) {
        int k = classes.size();
        Svg svg = Svg.begin(
                page,
                WIDTH,
                (int) Math.ceil(top + k * cellHeight + 2),
                "Confusion matrix of " + k + " classes; the counts are in the table below");
        svg.text("soft", "start", 0, 12, "true ↓   answered →");
        for (int i = 0; i < k; i++) {
            String name = classes.get(i).name();
            svg.text("", "end", LEFT - 8, top + (i + .5) * cellHeight + 4, Svg.shortened(name, 13));
            double middle = LEFT + (i + .5) * cellWidth;
            if (cellWidth >= NARROWEST_NAME) {
                svg.text("", "middle", middle, top - 8, Svg.shortened(name, (int) (cellWidth / 6.6)));
            } else {
                svg.rising("", middle, top - 6, Svg.shortened(name, 12));
            }
        }
        for (int t = 0; t < k; t++) {
            for (int p = 0; p < k; p++) {
                cell(svg, t, p);
            }
        }
        svg.end();
    }

    private void cell(Svg svg, int t, int p) {
        long count = evaluation.confusion().get(t).get(p);
        long support = classes.get(t).support();
        double share = support == 0 ? 0 : count / (double) support;
        double x = LEFT + p * cellWidth;
        double y = top + t * cellHeight;
        svg.rectangle(
                "cell " + (t == p ? "good" : "bad"),
                x + 1,
                y + 1,
                cellWidth - 2,
                cellHeight - 2,
                .04 + (STRONGEST - .04) * share,
                Svg.say(
                        "true %s, answered %s: %d of %d",
                        classes.get(t).name(), classes.get(p).name(), count, support));
        boolean two = cellHeight >= 40 && support > 0;
        double middle = x + cellWidth / 2;
        if (cellWidth >= NARROWEST_COUNT && support > 0) {
            svg.text("count", "middle", middle, y + cellHeight / 2 + (two ? -1 : 4.5), Long.toString(count));
        }
        if (two) {
            svg.text("share", "middle", middle, y + cellHeight / 2 + 13, Svg.say("%.0f %%", 100 * share));
        }
    }
}
