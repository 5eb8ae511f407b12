package org.equipoise.diagnosis.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which layers of a saved model are as a library draws them before any training: not trained, or not restored. Only
 * what is exact counts: a bias of zeros alone beside a kernel within the bounds that it is drawn from, and
 * normalisation of ones and zeros. A layer without a bias shows nothing.
 *
 * @param atStart names of such layers, in the checkpoint's order
 * @param others layers of which the same could have been seen, and is not so
 */
public record LayersAtStart(List<String> atStart, List<String> others) {

    /** A deviation of so many numbers may be off by this part of it. */
    private static final double TOLERANCE = 3;

    public LayersAtStart {
        atStart = List.copyOf(atStart);
        others = List.copyOf(others);
    }

    /** Looks at all weights of a model. */
    public static LayersAtStart of(List<SavedWeights> weights) {
        Map<String, Map<String, SavedWeights>> layers = new LinkedHashMap<>();
        for (SavedWeights one : weights) {
            layers.computeIfAbsent(one.layer(), name -> new LinkedHashMap<>()).put(one.role(), one);
        }
        List<String> atStart = new ArrayList<>();
        List<String> others = new ArrayList<>();
        layers.forEach((name, parts) -> {
            SavedWeights kernel = parts.getOrDefault("kernel", parts.get("pointwise_kernel"));
            SavedWeights bias = parts.get("bias");
            SavedWeights variance = parts.get("moving_variance");
            if (kernel != null && bias != null) {
                (bias.all(0) && isDrawn(kernel) ? atStart : others).add(name);
            } else if (variance != null) {
                (normalisesNothing(parts, variance) ? atStart : others).add(name);
            }
        });
        return new LayersAtStart(atStart, others);
    }

    private static boolean normalisesNothing(Map<String, SavedWeights> parts, SavedWeights variance) {
        return variance.all(1) && all(parts, "moving_mean", 0) && all(parts, "gamma", 1) && all(parts, "beta", 0);
    }

    private static boolean all(Map<String, SavedWeights> parts, String role, double value) {
        SavedWeights part = parts.get(role);
        return part == null || part.all(value);
    }

    /** Whether a kernel may come from one of the distributions in use: Glorot's, He's and LeCun's. */
    private static boolean isDrawn(SavedWeights kernel) {
        List<Long> shape = kernel.shape();
        if (shape.size() < 2) {
            return false;
        }
        double field = 1;
        for (long side : shape.subList(0, shape.size() - 2)) {
            field *= side;
        }
        double in = field * shape.get(shape.size() - 2);
        double out = field * shape.get(shape.size() - 1);
        for (double variance : new double[] {2 / (in + out), 2 / in, 1 / in}) {
            if (isUniform(kernel, Math.sqrt(3 * variance)) || isTruncatedNormal(kernel, Math.sqrt(variance))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUniform(SavedWeights kernel, double limit) {
        return within(kernel, limit) && near(kernel, limit / Math.sqrt(3));
    }

    /** Normal, drawn anew beyond two deviations, and widened so that its deviation is the one asked for. */
    private static boolean isTruncatedNormal(SavedWeights kernel, double deviation) {
        return within(kernel, 2 * deviation / 0.8796256610342398) && near(kernel, deviation);
    }

    private static boolean within(SavedWeights kernel, double limit) {
        return Math.max(-kernel.least(), kernel.greatest()) <= limit * (1 + 1e-6);
    }

    private static boolean near(SavedWeights kernel, double deviation) {
        double off = TOLERANCE * deviation / Math.sqrt(Math.max(1.0, kernel.size()));
        return Math.abs(kernel.mean()) <= off && Math.abs(kernel.deviation() - deviation) <= off;
    }
}
