package org.equipoise.diagnosis.ranking;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;

/**
 * Trees whose mean says how probable each cause is: the numbers behind every diagnosis.
 *
 * @param trees at least one
 * @param sharpness what the mean shares are raised to, so that they are as sure as they are right: a forest's mean is
 *     too modest
 * @see <a href="https://doi.org/10.1007/s10994-006-6226-1">Geurts, Ernst and Wehenkel, Extremely randomized trees,
 *     Machine Learning 2006</a>
 */
public record Forest(List<Tree> trees, double sharpness) {

    /** Share of a cause that no tree has seen under such evidence. */
    private static final double UNSEEN = 1e-3;

    public Forest {
        trees = List.copyOf(trees);
        if (trees.isEmpty()) {
            throw new IllegalArgumentException("a forest needs a tree");
        }
        if (!(sharpness > 0 && sharpness < 100)) {
            throw new IllegalArgumentException("sharpness must be above 0 and below 100, got " + sharpness);
        }
    }

    /** Probability of each cause that the trees know, summing to 1. */
    Map<Cause, Double> probabilities(Evidence evidence) {
        return sharpened(shares(evidence), sharpness);
    }

    /** Mean shares of all causes that the trees know. */
    Map<Cause, Double> shares(Evidence evidence) {
        Map<Cause, Double> shares = new EnumMap<>(Cause.class);
        trees.forEach(tree -> {
            tree.nodes().get(0).runs().keySet().forEach(cause -> shares.putIfAbsent(cause, 0.0));
            tree.add(evidence, shares, (measure, from, to, weight) -> {});
        });
        shares.replaceAll((cause, share) -> share / trees.size());
        return shares;
    }

    static Map<Cause, Double> sharpened(Map<Cause, Double> shares, double sharpness) {
        Map<Cause, Double> sharp = new EnumMap<>(Cause.class);
        shares.forEach((cause, share) -> sharp.put(cause, Math.pow(share + UNSEEN, sharpness)));
        double sum = sharp.values().stream().mapToDouble(Double::doubleValue).sum();
        sharp.replaceAll((cause, share) -> share / sum);
        return sharp;
    }

    /**
     * What each measure did to the mean shares on the way, summed over the questions about it.
     *
     * @see <a href="https://blog.datadive.net/interpreting-random-forests/">Saabas, Interpreting random forests</a>
     */
    Map<Measure, Map<Cause, Double>> contributions(Evidence evidence) {
        Map<Measure, Map<Cause, Double>> moved = new EnumMap<>(Measure.class);
        Map<Cause, Double> ends = new EnumMap<>(Cause.class);
        trees.forEach(tree -> tree.add(evidence, ends, (measure, from, to, weight) -> {
            Map<Cause, Double> by = moved.computeIfAbsent(measure, m -> new EnumMap<>(Cause.class));
            from.runs()
                    .keySet()
                    .forEach(cause -> by.merge(
                            cause, weight * (to.share(cause) - from.share(cause)) / trees.size(), Double::sum));
        }));
        return moved;
    }
}
