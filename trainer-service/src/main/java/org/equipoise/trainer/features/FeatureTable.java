package org.equipoise.trainer.features;

/**
 * Features of images, float {@code [images, width]}, image by image. Not a copy: nobody changes the values afterwards.
 */
public final class FeatureTable {

    /** Share of the mean variance that is added to every feature's variance: a constant feature stays small. */
    private static final double FLOOR = 1e-2;

    private final int width;
    private final float[] values;

    /** Owns {@code values}, whose length is a multiple of {@code width}. */
    public FeatureTable(int width, float[] values) {
        if (width < 1 || values.length % width != 0) {
            throw new IllegalArgumentException(values.length + " values are no rows of " + width);
        }
        this.width = width;
        this.values = values;
    }

    /** Number of images. */
    public int images() {
        return values.length / width;
    }

    /** Features of one image. */
    public int width() {
        return width;
    }

    /** Feature {@code j} of image {@code i}. */
    public float at(int i, int j) {
        return values[i * width + j];
    }

    /** Euclidean distance between two images. */
    public double distance(int a, int b) {
        double sum = 0;
        for (int j = 0; j < width; j++) {
            double difference = at(a, j) - at(b, j);
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /**
     * Every feature centred and divided by its standard deviation, then the whole table scaled so that the mean squared
     * length of an image is 1: penalties mean the same whatever the number of features.
     */
    public FeatureTable standardised() {
        double[] mean = new double[width];
        double[] variance = new double[width];
        int n = images();
        for (int i = 0; i < values.length; i++) {
            mean[i % width] += values[i] / (double) n;
        }
        double all = 0;
        for (int i = 0; i < values.length; i++) {
            double difference = values[i] - mean[i % width];
            variance[i % width] += difference * difference / n;
            all += difference * difference / n / width;
        }
        double floor = Math.max(FLOOR * all, Double.MIN_NORMAL);
        double length = 0;
        for (double v : variance) {
            length += v / (v + floor);
        }
        double scale = length > 0 ? 1 / Math.sqrt(length) : 1;
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int j = i % width;
            scaled[i] = (float) ((values[i] - mean[j]) / Math.sqrt(variance[j] + floor) * scale);
        }
        return new FeatureTable(width, scaled);
    }
}
