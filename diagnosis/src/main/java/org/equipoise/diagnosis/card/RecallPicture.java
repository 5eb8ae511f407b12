package org.equipoise.diagnosis.card;

import java.util.List;

import org.equipoise.common.html.Page;
import org.equipoise.common.html.Svg;
import org.equipoise.diagnosis.card.Diagnosis.ClassRecall;

/** Recall of every class, and below it the recall after the repair where there is one. */
final class RecallPicture {

    private static final int WIDTH = 360;
    private static final int LEFT = 96;
    private static final int RIGHT = 46;
    private static final int TOP = 20;
    private static final int ROW = 34;
    private static final int BAR = 12;
    /** A class at or below it is lost. */
    private static final double LOST = org.equipoise.common.evaluation.Evaluation.COLLAPSED_RECALL;

    private RecallPicture() {}

    static void write(Page page, List<ClassRecall> recalls) {
        double bottom = TOP + ROW * recalls.size();
        Svg svg = Svg.begin(
                page,
                WIDTH,
                (int) bottom + 6,
                "Recall of " + recalls.size() + " classes before and after; the numbers are in the table below");
        for (int tick = 0; tick <= 4; tick++) {
            double fraction = tick / 4.0;
            svg.line("grid", x(fraction), TOP - 2, x(fraction), bottom);
            svg.text("soft", "middle", x(fraction), 12, Svg.say(tick % 2 == 0 ? "%.1f" : "%.2f", fraction));
        }
        for (int k = 0; k < recalls.size(); k++) {
            ClassRecall c = recalls.get(k);
            double y = TOP + ROW * k + 4;
            Double repaired = c.repaired();
            svg.text("", "end", LEFT - 8, y + BAR, Svg.shortened(c.name(), 12));
            bar(svg, c.recall() <= LOST ? "bad" : "bar", c.recall(), y, c.name() + " before: %.3f of " + c.images());
            if (repaired != null) {
                bar(svg, "good", repaired, y + BAR + 2, c.name() + " after: %.3f of " + c.images());
            }
        }
        svg.end();
    }

    private static void bar(Svg svg, String cssClass, double recall, double y, String title) {
        svg.rectangle(cssClass, LEFT, y, x(recall) - LEFT, BAR, .6, title.replace("%.3f", Svg.say("%.3f", recall)));
        svg.text("count", "end", WIDTH - 2, y + BAR - 2, Svg.say("%.3f", recall));
    }

    private static double x(double fraction) {
        return LEFT + fraction * (WIDTH - LEFT - RIGHT);
    }
}
