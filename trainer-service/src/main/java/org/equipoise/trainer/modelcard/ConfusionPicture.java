package org.equipoise.trainer.modelcard;

import java.util.List;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.html.Page;
import org.equipoise.common.html.Svg;

/** A confusion matrix as a heat map: the larger a cell's share of its row, the stronger its colour. */
final class ConfusionPicture {

    private static final int WIDTH = 360;
    private static final int LEFT = 96;
    private static final int HIGHEST_CELL = 52;
    private static final int LONGEST_NAME = 12;
    private static final int LINE = 12;
    private static final int NARROWEST_COUNT = 24;
    private static final int NARROWEST_NAME = 56;

    /** Colour of a single image in a large row, still to be seen. */
    private static final double WEAKEST = 0.06;

    /** Strongest colour, so that ink stays readable on it (WCAG AA) in both themes. */
    static final double STRONGEST = 0.45;

    private final Evaluation evaluation;
    private final List<Evaluation.PerClass> classes;
    private final double cellWidth;
    private final double cellHeight;
    private final int top;

    private ConfusionPicture(Evaluation evaluation) {
        this.evaluation = evaluation;
        classes = evaluation.classes();
        // A name that rises over the last column needs room beside it.
        boolean rising = (WIDTH - LEFT) / classes.size() < NARROWEST_NAME;
        cellWidth = (WIDTH - LEFT - (rising ? 36 : 0)) / (double) classes.size();
        cellHeight = Math.min(HIGHEST_CELL, cellWidth);
        top = rising ? 78 : 36;
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
        // Of names that would overlap only every second, third, ... is written; the cells' titles have them all.
        int step = (int) Math.ceil(LINE / cellHeight);
        for (int i = 0; i < k; i += step) {
            String name = classes.get(i).name();
            svg.text("", "end", LEFT - 8, top + (i + .5) * cellHeight + 4, Svg.shortened(name, LONGEST_NAME));
            double middle = LEFT + (i + .5) * cellWidth;
            if (cellWidth >= NARROWEST_NAME) {
                svg.text("", "middle", middle, top - 8, Svg.shortened(name, (int) (cellWidth / 7)));
            } else {
                svg.rising("", middle, top - 6, Svg.shortened(name, LONGEST_NAME));
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
        double gap = Math.min(1, cellHeight / 10);
        svg.rectangle(
                "cell " + (count == 0 ? "empty" : t == p ? "good" : "bad"),
                x + gap,
                y + gap,
                cellWidth - 2 * gap,
                cellHeight - 2 * gap,
                WEAKEST + (STRONGEST - WEAKEST) * share,
                Svg.say(
                        "true %s, answered %s: %d of %d",
                        classes.get(t).name(), classes.get(p).name(), count, support));
        boolean two = cellHeight >= 40 && count > 0;
        double middle = x + cellWidth / 2;
        if (cellWidth >= NARROWEST_COUNT && support > 0) {
            svg.text(
                    count == 0 ? "soft" : "count",
                    "middle",
                    middle,
                    y + cellHeight / 2 + (two ? -1 : 4.5),
                    Long.toString(count));
        }
        if (two) {
            svg.text("share", "middle", middle, y + cellHeight / 2 + 13, Svg.say("%.0f %%", 100 * share));
        }
    }
}
