package org.equipoise.trainer.modelcard;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.html.Page;

/** The run's epochs as one inline SVG: validation balanced accuracy, lowest recall, and both losses. */
final class TrainingCurve {

    private static final int WIDTH = 400;
    private static final int HEIGHT = 190;
    private static final int LEFT = 36;
    private static final int RIGHT = 36;
    private static final int TOP = 12;
    private static final int BOTTOM = 28;

    private final List<EpochTelemetry> epochs;
    private final int bestEpoch;
    private final double maxLoss;

    private TrainingCurve(List<EpochTelemetry> epochs, int bestEpoch) {
        this.epochs = epochs;
        this.bestEpoch = bestEpoch;
        double largest = epochs.stream()
                .mapToDouble(e -> Math.max(e.trainLoss(), e.validationLoss()))
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        maxLoss = largest > 0 ? largest : 1;
    }

    static void write(Page page, List<EpochTelemetry> epochs, int bestEpoch) {
        if (epochs.isEmpty()) {
            page.paragraph("note", "No epoch was recorded.");
            return;
        }
        new TrainingCurve(epochs, bestEpoch).write(page);
    }

    private void write(Page page) {
        page.raw("<svg class=\"curve\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" role=\"img\" aria-label=\"Training curve over " + epochs.size() + " epochs\">\n");
        for (int i = 0; i <= 4; i++) {
            double fraction = i / 4.0;
            page.raw(say(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT, WIDTH - RIGHT, y(fraction), y(fraction)));
            page.raw(say(
                    "<text class=\"soft\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.2f</text>",
                    LEFT - 6, y(fraction) + 4, fraction));
            page.raw(say(
                    "<text class=\"soft\" x=\"%d\" y=\"%.1f\">%.2f</text>\n",
                    WIDTH - RIGHT + 6, y(fraction) + 4, fraction * maxLoss));
        }
        if (bestEpoch >= 1 && bestEpoch <= epochs.size()) {
            page.raw(say(
                    "<line class=\"best\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\"/>\n",
                    x(bestEpoch - 1), TOP, HEIGHT - BOTTOM));
        }
        line(page, "train", e -> e.trainLoss() / maxLoss);
        line(page, "validation", e -> e.validationLoss() / maxLoss);
        line(page, "recall", e -> e.lowestRecall().orElse(0));
        line(page, "balanced", EpochTelemetry::balancedAccuracy);
        page.raw(say("<text class=\"soft\" x=\"%d\" y=\"%d\">epoch 1</text>", LEFT, HEIGHT - 8));
        page.raw(say(
                "<text class=\"soft\" x=\"%d\" y=\"%d\" text-anchor=\"end\">epoch %d</text>\n</svg>\n",
                WIDTH - RIGHT, HEIGHT - 8, epochs.size()));
        page.raw("<p class=\"legend\"><span class=\"balanced\">balanced accuracy</span>, <span class=\"recall\">lowest"
                + " recall</span> (left axis, validation), <span class=\"train\">training loss</span>, <span"
                + " class=\"validation\">validation loss</span> (right axis, nats). The upright line is the epoch that"
                + " was kept.</p>\n");
    }

    private void line(Page page, String cssClass, ToDoubleFunction<EpochTelemetry> value) {
        var points = new StringBuilder();
        for (int i = 0; i < epochs.size(); i++) {
            double v = value.applyAsDouble(epochs.get(i));
            if (Double.isFinite(v)) {
                points.append(say("%.1f,%.1f ", x(i), y(Math.max(0, Math.min(1, v)))));
            }
        }
        page.raw("<polyline class=\"" + cssClass + "\" points=\""
                + points.toString().strip() + "\"/>\n");
    }

    private double x(int epoch) {
        int width = WIDTH - LEFT - RIGHT;
        return LEFT + (epochs.size() == 1 ? width / 2.0 : width * epoch / (epochs.size() - 1.0));
    }

    private static double y(double fraction) {
        return TOP + (1 - fraction) * (HEIGHT - TOP - BOTTOM);
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
