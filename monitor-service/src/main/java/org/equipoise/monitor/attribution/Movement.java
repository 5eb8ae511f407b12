package org.equipoise.monitor.attribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far what is answered with the class that dominates moved since the healthy beginning: mean grey value, contrast
 * and margin, each in healthy standard deviations of single images.
 *
 * @param largest the largest movement that could be measured, at least 0
 * @param inputCompared whether grey values and contrast could be
 * @param marginCompared whether the margin could be
 * @param sentences one for each of the three
 */
record Movement(double largest, boolean inputCompared, boolean marginCompared, List<String> sentences) {

    /** Deviations below these count as these: a grey level, a hundredth of a probability. */
    static final double LEAST_GREY = 1;

    static final double LEAST_MARGIN = 0.01;

    Movement {
        sentences = List.copyOf(sentences);
    }

    static Movement of(AnswerStatistics healthy, AnswerStatistics now, List<String> labels) {
        int k = now.largest();
        String of = " of what is answered \"" + labels.get(k) + "\"";
        List<String> sentences = new ArrayList<>();
        double grey = effect("mean grey value" + of, healthy.inputMean(k), now.inputMean(k), LEAST_GREY, sentences);
        double contrast =
                effect("contrast" + of, healthy.inputDeviation(k), now.inputDeviation(k), LEAST_GREY, sentences);
        double margin = effect("margin" + of, healthy.margin(k), now.margin(k), LEAST_MARGIN, sentences);
        double largest = 0;
        for (double effect : new double[] {grey, contrast, margin}) {
            largest = Double.isNaN(effect) ? largest : Math.max(largest, Math.abs(effect));
        }
        return new Movement(largest, !Double.isNaN(grey) && !Double.isNaN(contrast), !Double.isNaN(margin), sentences);
    }

    /** NaN where too few are known. */
    private static double effect(String what, Moments healthy, Moments now, double least, List<String> sentences) {
        if (healthy.count() < Attribution.FEWEST_HEALTHY || now.count() < Attribution.FEWEST) {
            sentences.add(say(
                    "The %s cannot be compared: it is known of %d healthy answers and of %d since.",
                    what, healthy.count(), now.count()));
            return Double.NaN;
        }
        double effect = (now.mean() - healthy.mean()) / Math.max(least, healthy.deviation());
        sentences.add(say(
                "The %s %s: %.3g, healthy %.3g with deviation %.3g (%.1f deviations).",
                what,
                Math.abs(effect) > Attribution.MOVED ? "moved" : "is where it was",
                now.mean(),
                healthy.mean(),
                healthy.deviation(),
                effect));
        return effect;
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
