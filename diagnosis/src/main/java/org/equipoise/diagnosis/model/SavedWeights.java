package org.equipoise.diagnosis.model;

import java.util.List;

/**
 * One of a model's weights as it was saved.
 *
 * @param name as its layer calls it, e.g. {@code sequential/dense/kernel}
 * @param mean of all numbers; 0 where there are none or one is none
 * @param deviation of all numbers
 */
public record SavedWeights(
        String name, List<Long> shape, double least, double greatest, double mean, double deviation) {

    public SavedWeights {
        shape = List.copyOf(shape);
    }

    /** Of its numbers. */
    public static SavedWeights of(String name, List<Long> shape, float[] values) {
        if (values.length == 0) {
            return new SavedWeights(name, shape, 0, 0, 0, 0);
        }
        double least = values[0];
        double greatest = values[0];
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        return new SavedWeights(
                name, shape, least, greatest, mean, Math.sqrt(Math.max(0, squares / values.length - mean * mean)));
    }

    /** The last part of the name, e.g. {@code kernel}. */
    String role() {
        return name.substring(name.lastIndexOf('/') + 1).replaceFirst(":\\d+$", "");
    }

    /** What comes before it, e.g. {@code sequential/dense}. */
    String layer() {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    boolean all(double value) {
        return least == value && greatest == value;
    }

    long size() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }
}
