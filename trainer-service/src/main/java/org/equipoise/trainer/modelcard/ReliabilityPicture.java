package org.equipoise.trainer.modelcard;

import java.util.List;

import org.equipoise.common.html.Page;
import org.equipoise.common.html.Svg;
import org.equipoise.trainer.evaluation.CalibrationError.Bin;

/**
 * Reliability diagram: the share of right answers over the probability of the answer, before and after temperature
 * scaling. Honest probabilities lie on the diagonal; under it the model is too sure. A point's area is its share of the
 * images.
 */
final class ReliabilityPicture {

    private static final int WIDTH = 360;
    private static final int LEFT = 40;
    private static final int RIGHT = 14;
    private static final int TOP = 12;
    private static final int HEIGHT = 300;
    private static final int BOTTOM = 40;
    private static final double LARGEST_RADIUS = 11;

    private ReliabilityPicture() {}

    static void write(Page page, Calibration calibration) {
        Svg svg = Svg.begin(
                page,
                WIDTH,
                HEIGHT,
                Svg.say(
                        "Reliability diagram; calibration error %.3f, at temperature %.2f %.3f",
                        calibration.plain().calibrationError(),
                        calibration.temperature(),
                        calibration.scaled().calibrationError()));
        for (int tick = 0; tick <= 4; tick++) {
            double fraction = tick / 4.0;
            String number = Svg.say(tick % 2 == 0 ? "%.1f" : "%.2f", fraction);
            svg.line("grid", LEFT, y(fraction), WIDTH - RIGHT, y(fraction));
            svg.line("grid", x(fraction), TOP, x(fraction), HEIGHT - BOTTOM);
            svg.text("soft", "end", LEFT - 6, y(fraction) + 4, number);
            svg.text("soft", "middle", x(fraction), HEIGHT - BOTTOM + 15, number);
        }
        svg.line("best", x(0), y(0), x(1), y(1));
        svg.text("soft", "middle", x(.5), HEIGHT - 6, "probability of the answer");
        svg.text("soft", "start", LEFT + 6, TOP + 14, "share right");
        curve(svg, "plain", calibration.plain().bins());
        curve(svg, "scaled", calibration.scaled().bins());
        svg.end();
    }

    private static void curve(Svg svg, String cssClass, List<Bin> bins) {
        var points = new StringBuilder();
        bins.forEach(bin -> points.append(Svg.say("%.1f,%.1f ", x(bin.confidence()), y(bin.accuracy()))));
        svg.polyline(cssClass, points.toString());
        double all = bins.stream().mapToLong(Bin::images).sum();
        for (Bin bin : bins) {
            svg.circle(
                    cssClass,
                    x(bin.confidence()),
                    y(bin.accuracy()),
                    Math.max(1.5, LARGEST_RADIUS * Math.sqrt(bin.images() / all)),
                    Svg.say(
                            "%d images answered with %.3f on average, %.3f right",
                            bin.images(), bin.confidence(), bin.accuracy()));
        }
    }

    private static double x(double fraction) {
        return LEFT + fraction * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double fraction) {
        return TOP + (1 - fraction) * (HEIGHT - TOP - BOTTOM);
    }
}
