package org.equipoise.trainer.training;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import org.equipoise.trainer.evaluation.OperatingPoint;
import org.equipoise.trainer.recipe.SoughtClass;

/**
 * Finds one of two classes as often as a specificity allows: the threshold of {@link OperatingPoint} as offsets of the
 * logits, after which the more probable class is the answer, as everywhere.
 */
final class SoughtThreshold {

    private SoughtThreshold() {}

    /**
     * Offsets of the two logits, nats, summing to 0. The threshold lies halfway between the highest logit that must be
     * spared and the next one above it of either class: there the images of the split keep the most room.
     *
     * @param validation answers of the network before any correction, with an image of the class to be spared
     */
    static List<Double> offsets(SoughtClass sought, SplitPredictions validation) {
        double[] logits = IntStream.range(0, validation.size())
                .mapToDouble(i -> log(validation.probability(i, sought.index()))
                        - log(validation.probability(i, 1 - sought.index())))
                .toArray();
        double[] spared = IntStream.range(0, logits.length)
                .filter(i -> validation.label(i) != sought.index())
                .mapToDouble(i -> logits[i])
                .sorted()
                .toArray();
        double highest = spared[(int) Math.ceil(sought.specificity() * spared.length - 1e-9) - 1];
        double next =
                DoubleStream.of(logits).filter(logit -> logit > highest).min().orElse(highest + 2);
        double half = (highest + next) / 4;
        return sought.index() == 0 ? List.of(-half, half) : List.of(half, -half);
    }

    private static double log(double probability) {
        return Math.log(Math.max(Float.MIN_NORMAL, probability));
    }
}
