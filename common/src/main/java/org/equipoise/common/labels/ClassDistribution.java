package org.equipoise.common.labels;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How many images each class has. Written to JSON as a plain list of counts.
 *
 * @param counts images of class k, each {@code >= 0}, in label-set order
 */
public record ClassDistribution(@JsonValue List<Long> counts) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ClassDistribution {
        counts = List.copyOf(counts);
        if (counts.isEmpty()) {
            throw new IllegalArgumentException("need at least one class, got none");
        }
        for (long n : counts) {
            if (n < 0) {
                throw new IllegalArgumentException("negative count " + n + " in " + counts);
            }
        }
    }

    /** N: images in all classes. */
    public long total() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** Share of class k in [0, 1]; 0 for an empty distribution. */
    public double share(int k) {
        long total = total();
        return total == 0 ? 0 : counts.get(k) / (double) total;
    }

    /** Share of the largest class, in [0, 1]: the accuracy of always answering it. */
    public double majorityShare() {
        double best = 0;
        for (int k = 0; k < counts.size(); k++) {
            best = Math.max(best, share(k));
        }
        return best;
    }

    /** Largest class over smallest class; positive infinity when a class has no image. */
    public double imbalanceRatio() {
        long max = counts.stream().mapToLong(Long::longValue).max().orElseThrow();
        long min = counts.stream().mapToLong(Long::longValue).min().orElseThrow();
        return min == 0 ? Double.POSITIVE_INFINITY : max / (double) min;
    }

    /**
     * Class weights {@code N / (K * n_k)}, scikit-learn's {@code class_weight="balanced"}; a class without images gets
     * 0, because no image will carry that weight.
     */
    public List<Double> classWeights() {
        double n = total();
        int k = counts.size();
        return counts.stream().map(nk -> nk == 0 ? 0.0 : n / (k * (double) nk)).toList();
    }

    /**
     * Entropy of the class shares in nats: the cross-entropy of the best constant predictor. A training loss that rests
     * here has learned nothing but the prior.
     */
    public double entropy() {
        double h = 0;
        for (int k = 0; k < counts.size(); k++) {
            double p = share(k);
            h -= p > 0 ? p * Math.log(p) : 0;
        }
        return h;
    }
}
