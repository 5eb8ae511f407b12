package org.equipoise.trainer.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network looks like inside while it answers some images.
 *
 * @param logitMean mean over images and classes
 * @param logitVariance variance over the images, averaged over the classes; 0 means the same answer to every image
 * @param deadUnits per layer with ReLUs, the share of channels that are zero for every image
 */
public record Probe(double logitMean, double logitVariance, Map<String, Double> deadUnits) {

    public Probe {
        deadUnits = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(deadUnits));
    }

    /** From logits {@code [n, classes]} row by row and the shares of the layers in order. */
    public static Probe of(float[] logits, int classes, List<String> layers, float[] silent) {
        int n = logits.length / classes;
        double mean = 0;
        double variance = 0;
        for (int k = 0; k < classes; k++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                sum += logits[i * classes + k];
            }
            for (int i = 0; i < n; i++) {
                double distance = logits[i * classes + k] - sum / n;
                squares += distance * distance;
            }
            mean += sum / n / classes;
            variance += squares / n / classes;
        }
        Map<String, Double> dead = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            dead.put(layers.get(i), (double) silent[i]);
        }
        return new Probe(mean, variance, dead);
    }
}
