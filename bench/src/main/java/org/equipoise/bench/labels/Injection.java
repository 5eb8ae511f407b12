package org.equipoise.bench.labels;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Labels made wrong on purpose. Symmetric: the labels of a share of all images become another class, drawn uniformly.
 * Asymmetric: a share of the smallest class's images become the largest class.
 *
 * @param rate share, above 0 and below 1
 */
record Injection(boolean symmetric, double rate) {

    /** Wrong labels; the true ones stay as they are. */
    int[] into(TrainingImages images, long seed) {
        int[] truth = images.labels();
        int[] counts = new int[images.classes()];
        for (int label : truth) {
            counts[label]++;
        }
        int smallest = 0;
        int largest = 0;
        for (int k = 1; k < counts.length; k++) {
            smallest = counts[k] < counts[smallest] ? k : smallest;
            largest = counts[k] > counts[largest] ? k : largest;
        }
        var random = new Random(seed);
        List<Integer> candidates = new ArrayList<>();
        for (int i = 0; i < truth.length; i++) {
            if (symmetric || truth[i] == smallest) {
                candidates.add(i);
            }
        }
        Collections.shuffle(candidates, random);
        int[] labels = truth.clone();
        for (int i : candidates.subList(0, (int) Math.round(rate * candidates.size()))) {
            labels[i] = symmetric ? (labels[i] + 1 + random.nextInt(counts.length - 1)) % counts.length : largest;
        }
        return labels;
    }

    String forPeople() {
        return String.format(
                Locale.ROOT, symmetric ? "symmetric %.0f %%" : "asymmetric %.0f %% of the minority", 100 * rate);
    }
}
