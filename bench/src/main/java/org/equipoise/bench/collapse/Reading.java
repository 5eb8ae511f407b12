package org.equipoise.bench.collapse;

import java.util.Arrays;

/** How a program reads the answers off its network: probabilities {@code [n, classes]}, row by row, summing to 1. */
public enum Reading {
    /** As they are. */
    RIGHT,
    /** As after a softmax over the images instead of the classes. */
    SOFTMAX_OVER_IMAGES,
    /** As after a softmax over an axis of length one: every number is alike. */
    SOFTMAX_OVER_ONE,
    /** The argmax of one unit: always the first class. */
    ARGMAX_OF_ONE_UNIT;

    /** What is read; the rows that come in stay as they are. */
    public float[] of(float[] rows, int classes) {
        float[] read = rows.clone();
        switch (this) {
            case RIGHT -> {}
            case SOFTMAX_OVER_IMAGES -> overImages(read, classes);
            case SOFTMAX_OVER_ONE -> Arrays.fill(read, 1f / classes);
            case ARGMAX_OF_ONE_UNIT -> {
                for (int i = 0; i < read.length; i++) {
                    read[i] = i % classes == 0 ? 1 : 0;
                }
            }
        }
        return read;
    }

    /** Each class's numbers by their sum; then each row by its sum, so that it stays a row of probabilities. */
    private static void overImages(float[] rows, int classes) {
        double[] sums = new double[classes];
        for (int i = 0; i < rows.length; i++) {
            sums[i % classes] += rows[i];
        }
        for (int from = 0; from < rows.length; from += classes) {
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                rows[from + k] = (float) (rows[from + k] / Math.max(1e-12, sums[k]));
                sum += rows[from + k];
            }
            for (int k = 0; k < classes; k++) {
                rows[from + k] = (float) (sum > 0 ? rows[from + k] / sum : 1.0 / classes);
            }
        }
    }
}
