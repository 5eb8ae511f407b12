package org.equipoise.diagnosis.card;

import java.util.function.Function;
import java.util.stream.Stream;

import org.equipoise.common.html.Page;
import org.equipoise.common.html.Svg;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.history.TrainingHistory.Epoch;
import org.jspecify.annotations.Nullable;

/** Losses by epoch beside that of the best constant answer: a network that stays there learnt only the prior. */
final class LossPicture {

    private static final int WIDTH = 400;
    private static final int HEIGHT = 190;
    private static final int LEFT = 46;
    private static final int RIGHT = 12;
    private static final int TOP = 12;
    private static final int BOTTOM = 28;
    /** Losses are drawn up to so many times that of a constant answer. */
    private static final double HIGHEST = 4;
    /** A loss from which on its digits have no room beside the axis. */
    private static final double LONG = 10_000;

    private final TrainingHistory history;
    private final double most;

    private LossPicture(TrainingHistory history, double most) {
        this.history = history;
        this.most = most;
    }

    static void write(Page page, TrainingHistory history, @Nullable Double prior) {
        double largest = Stream.concat(
                        history.values(Epoch::trainLoss).stream(), history.values(Epoch::validationLoss).stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        double most = prior == null ? largest : Math.max(1.2 * prior, Math.min(largest, HIGHEST * prior));
        new LossPicture(history, most > 0 ? most : 1).write(page, prior);
    }

    private void write(Page page, @Nullable Double prior) {
        Svg svg =
                Svg.begin(page, WIDTH, HEIGHT, "Losses over " + history.epochs().size() + " epochs");
        for (int tick = 0; tick <= 4; tick++) {
            double loss = most * (tick / 4.0);
            svg.line("grid", LEFT, y(loss), WIDTH - RIGHT, y(loss));
            svg.text("soft", "end", LEFT - 6, y(loss) + 4, Svg.say(most < LONG ? "%.2f" : "%.2g", loss));
        }
        if (prior != null) {
            svg.line("best", LEFT, y(prior), WIDTH - RIGHT, y(prior));
        }
        history.diverged().ifPresent(at -> svg.line("best", x(at - 1), TOP, x(at - 1), HEIGHT - BOTTOM));
        svg.polyline("train", points(Epoch::trainLoss));
        svg.polyline("validation", points(Epoch::validationLoss));
        svg.text("soft", "start", LEFT, HEIGHT - 8, "epoch 1");
        svg.text(
                "soft",
                "end",
                WIDTH - RIGHT,
                HEIGHT - 8,
                "epoch " + history.epochs().size());
        svg.end();
        page.raw("<p class=\"legend\"><span class=\"train\">training loss</span>, <span"
                + " class=\"validation\">validation loss</span>"
                + (prior == null ? "" : "; the level line is the loss of the best constant answer")
                + (history.diverged().isPresent() ? "; at the upright line a loss is no number any more" : "")
                + ".</p>\n");
    }

    private String points(Function<Epoch, @Nullable Double> column) {
        var points = new StringBuilder();
        for (int i = 0; i < history.epochs().size(); i++) {
            Double loss = column.apply(history.epochs().get(i));
            if (loss != null) {
                points.append(Svg.say("%.1f,%.1f ", x(i), y(Math.max(0, Math.min(most, loss)))));
            }
        }
        return points.toString();
    }

    private double x(int epoch) {
        int width = WIDTH - LEFT - RIGHT;
        int last = history.epochs().size() - 1;
        return LEFT + (last == 0 ? width / 2.0 : width * epoch / (double) last);
    }

    private double y(double loss) {
        return TOP + (1 - loss / most) * (HEIGHT - TOP - BOTTOM);
    }
}
