package org.equipoise.trainer.modelcard;

import java.util.List;
import java.util.function.ToDoubleFunction;

import org.equipoise.common.html.Page;
import org.equipoise.common.html.Svg;
import org.equipoise.trainer.training.PriorCurve;

/**
 * Measures of the validation split, and the mean cost as a share of its largest, over the strength with which the
 * answers return to the training shares.
 */
final class PriorPicture {

    private static final int WIDTH = 360;
    private static final int LEFT = 40;
    private static final int RIGHT = 14;
    private static final int TOP = 12;
    private static final int HEIGHT = 240;
    private static final int BOTTOM = 40;

    private PriorPicture() {}

    static void write(Page page, AnswerChoice choice) {
        List<PriorCurve.Point> curve = choice.curve();
        PriorCurve.Point first = curve.get(0);
        PriorCurve.Point last = curve.get(curve.size() - 1);
        Svg svg = Svg.begin(
                page,
                WIDTH,
                HEIGHT,
                Svg.say(
                        "From even classes to the shares of training: balanced accuracy from %.3f to %.3f, macro-F1 from"
                                + " %.3f to %.3f, accuracy from %.3f to %.3f; the numbers are in the table",
                        first.balancedAccuracy(),
                        last.balancedAccuracy(),
                        first.macroF1(),
                        last.macroF1(),
                        first.accuracy(),
                        last.accuracy()));
        for (int tick = 0; tick <= 4; tick++) {
            double fraction = tick / 4.0;
            String number = Svg.say(tick % 2 == 0 ? "%.1f" : "%.2f", fraction);
            svg.line("grid", LEFT, y(fraction), WIDTH - RIGHT, y(fraction));
            svg.text("soft", "end", LEFT - 6, y(fraction) + 4, number);
            svg.text("soft", "middle", x(fraction), HEIGHT - BOTTOM + 15, number);
        }
        Double strength = choice.strength();
        if (strength != null) {
            svg.line("best", x(strength), TOP, x(strength), HEIGHT - BOTTOM);
        }
        double dearest = curve.stream().mapToDouble(PriorPicture::cost).max().orElse(0);
        if (dearest > 0) {
            line(svg, "validation", curve, point -> cost(point) / dearest);
        }
        line(svg, "train", curve, PriorCurve.Point::accuracy);
        line(svg, "recall", curve, PriorCurve.Point::macroF1);
        line(svg, "balanced", curve, PriorCurve.Point::balancedAccuracy);
        svg.text("soft", "middle", x(.5), HEIGHT - 6, "strength of the training shares");
        svg.end();
    }

    private static double cost(PriorCurve.Point point) {
        Double cost = point.cost();
        return cost == null ? 0 : cost;
    }

    private static void line(
            Svg svg, String cssClass, List<PriorCurve.Point> curve, ToDoubleFunction<PriorCurve.Point> value) {
        var points = new StringBuilder();
        curve.forEach(
                point -> points.append(Svg.say("%.1f,%.1f ", x(point.strength()), y(value.applyAsDouble(point)))));
        svg.polyline(cssClass, points.toString());
    }

    private static double x(double fraction) {
        return LEFT + fraction * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double fraction) {
        return TOP + (1 - fraction) * (HEIGHT - TOP - BOTTOM);
    }
}
