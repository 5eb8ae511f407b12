package org.equipoise.trainer.modelcard;

import java.util.List;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.html.Page;
import org.equipoise.common.html.Svg;

/** Recall of every class as a bar with its 95 % Wilson interval: a rare class shows how little is known of it. */
final class RecallBars {

    private static final int WIDTH = 360;
    private static final int LEFT = 96;
    private static final int RIGHT = 46;
    private static final int TOP = 20;
    private static final int ROW = 28;

    private RecallBars() {}

    static void write(Page page, List<Evaluation.PerClass> classes) {
        double bottom = TOP + ROW * classes.size();
        Svg svg = Svg.begin(
                page,
                WIDTH,
                (int) bottom + 6,
                "Recall of " + classes.size() + " classes with 95 % intervals; the numbers are in the table below");
        for (int tick = 0; tick <= 4; tick++) {
            double fraction = tick / 4.0;
            svg.line("grid", x(fraction), TOP - 2, x(fraction), bottom);
            svg.text("soft", "middle", x(fraction), 12, Svg.say(tick % 2 == 0 ? "%.1f" : "%.2f", fraction));
        }
        for (int k = 0; k < classes.size(); k++) {
            row(svg, classes.get(k), TOP + ROW * (k + .5));
        }
        svg.end();
    }

    private static void row(Svg svg, Evaluation.PerClass c, double y) {
        svg.text("", "end", LEFT - 8, y + 4, Svg.shortened(c.name(), 12));
        Double recall = c.recall();
        if (recall == null) {
            svg.text("soft", "start", LEFT + 6, y + 4, "no images");
            return;
        }
        String title = Svg.say(
                "%s: recall %.3f of %d images, 95 %% interval %.3f to %.3f",
                c.name(), recall, c.support(), c.recallLower(), c.recallUpper());
        svg.rectangle("bar", LEFT, y - 8, x(recall) - LEFT, 16, .4, title);
        svg.line("whisker", x(c.recallLower()), y, x(c.recallUpper()), y);
        svg.line("whisker", x(c.recallLower()), y - 4, x(c.recallLower()), y + 4);
        svg.line("whisker", x(c.recallUpper()), y - 4, x(c.recallUpper()), y + 4);
        svg.text("count", "end", WIDTH - 2, y + 4.5, Svg.say("%.3f", recall));
    }

    private static double x(double fraction) {
        return LEFT + fraction * (WIDTH - LEFT - RIGHT);
    }
}
