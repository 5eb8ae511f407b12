package org.equipoise.trainer.telemetry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;

/**
 * Lengths of an epoch's gradients, weight by weight, and how far the last step moved each weight relative to its own
 * length. About 1e-3 is usual; 0 is a layer that stands still, near 1 one that is thrown about.
 */
public final class LayerNorms {

    private final Map<String, Double> sums = new LinkedHashMap<>();
    private Map<String, float[]> before = Map.of();
    private Map<String, Double> ratios = Map.of();
    private double lengthSum;
    private double greatest;
    private long steps;

    /** One step's gradients. */
    public void step(List<String> weights, IntToDoubleFunction norm) {
        double squares = 0;
        for (int i = 0; i < weights.size(); i++) {
            double length = norm.applyAsDouble(i);
            squares += length * length;
            sums.merge(weights.get(i), length, Double::sum);
        }
        double length = Math.sqrt(squares);
        lengthSum += length;
        greatest = Math.max(greatest, length);
        steps++;
    }

    /** The weights before the last step. */
    public void before(Map<String, float[]> weights) {
        before = weights;
    }

    /** The weights after the last step. */
    public void after(Map<String, float[]> weights) {
        Map<String, Double> found = new LinkedHashMap<>();
        weights.forEach((name, now) -> {
            float[] then = before.get(name);
            if (then != null) {
                found.put(name, ratio(then, now));
            }
        });
        ratios = found;
        before = Map.of();
    }

    private static double ratio(float[] then, float[] now) {
        double moved = 0;
        double length = 0;
        for (int i = 0; i < then.length; i++) {
            double distance = (double) now[i] - then[i];
            moved += distance * distance;
            length += (double) then[i] * then[i];
        }
        return length == 0 ? 0 : Math.sqrt(moved / length);
    }

    /** Names of the weights that were changed, from the input on. */
    public List<String> weights() {
        return new ArrayList<>(sums.keySet());
    }

    /** Mean length of a weight's gradient over the steps. */
    public double gradientNorm(String weight) {
        return sums.getOrDefault(weight, 0.0) / Math.max(1, steps);
    }

    /** How far the last step moved a weight, relative to its length; empty where it was not measured. */
    public OptionalDouble updateRatio(String weight) {
        Double ratio = ratios.get(weight);
        return ratio == null ? OptionalDouble.empty() : OptionalDouble.of(ratio);
    }

    /** Mean length of all gradients as one vector. */
    public double meanLength() {
        return lengthSum / Math.max(1, steps);
    }

    /** Greatest length of all gradients as one vector. */
    public double greatestLength() {
        return greatest;
    }
}
