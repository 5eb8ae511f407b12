package org.equipoise.diagnosis.preprocessing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How probable so great a gain of balanced accuracy is if both preprocessings were equally good: where exactly one of
 * them answers an image right, it might as well have been the other. A one-sided test by random signs.
 */
final class SignFlips {

    private static final int FLIPS = 1999;
    private static final long SEED = 7;

    private SignFlips() {}

    /** In (0, 1]. */
    static double probability(Answered before, Answered after) {
        double[] weights = weights(before);
        List<Double> changes = new ArrayList<>();
        double gain = 0;
        for (int i = 0; i < before.size(); i++) {
            if (before.right(i) != after.right(i)) {
                double change = weights[before.label(i)];
                changes.add(change);
                gain += after.right(i) ? change : -change;
            }
        }
        var random = new Random(SEED);
        int atLeast = 0;
        for (int flip = 0; flip < FLIPS; flip++) {
            double sum = 0;
            for (double change : changes) {
                sum += random.nextBoolean() ? change : -change;
            }
            // What is equal but for the order of the additions is equal.
            atLeast += sum >= gain - 1e-12 ? 1 : 0;
        }
        return (1 + atLeast) / (1.0 + FLIPS);
    }

    /** What an image of a class counts: the classes count alike. */
    private static double[] weights(Answered answered) {
        var confusion = answered.confusion();
        double[] weights = new double[confusion.classes()];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = 1.0 / Math.max(1, confusion.support(k));
        }
        return weights;
    }
}
