package org.equipoise.trainer.features;

import java.util.SplittableRandom;

/** Centroids of k-means, stored so that the distances to all of them are computed together. */
final class Centroids {

    /** {@code [dimension][centroid]}. */
    private final float[][] byDimension;

    private final float[] squaredLengths;

    private Centroids(float[][] centroids) {
        int d = centroids[0].length;
        byDimension = new float[d][centroids.length];
        squaredLengths = new float[centroids.length];
        for (int k = 0; k < centroids.length; k++) {
            for (int i = 0; i < d; i++) {
                byDimension[i][k] = centroids[k][i];
                squaredLengths[k] += centroids[k][i] * centroids[k][i];
            }
        }
    }

    /** Lloyd's algorithm from random points; a centroid that loses all its points moves to another random point. */
    static Centroids cluster(float[][] points, int size, int rounds, SplittableRandom random) {
        float[][] means = new float[size][];
        for (int k = 0; k < size; k++) {
            means[k] = points[random.nextInt(points.length)].clone();
        }
        for (int round = 0; round < rounds; round++) {
            var current = new Centroids(means);
            float[] distances = new float[size];
            double[][] sums = new double[size][points[0].length];
            int[] counts = new int[size];
            for (float[] point : points) {
                int nearest = current.nearest(point, distances);
                counts[nearest]++;
                for (int i = 0; i < point.length; i++) {
                    sums[nearest][i] += point[i];
                }
            }
            for (int k = 0; k < size; k++) {
                means[k] = counts[k] == 0 ? points[random.nextInt(points.length)].clone() : mean(sums[k], counts[k]);
            }
        }
        return new Centroids(means);
    }

    int size() {
        return squaredLengths.length;
    }

    /** Mean distance to all centroids minus the distance to each, not below 0. */
    void activate(float[] point, float[] activation) {
        float own = partialDistances(point, activation);
        float sum = 0;
        for (int k = 0; k < activation.length; k++) {
            activation[k] = (float) Math.sqrt(Math.max(0, activation[k] + own));
        }
        for (float distance : activation) {
            sum += distance;
        }
        float mean = sum / activation.length;
        for (int k = 0; k < activation.length; k++) {
            activation[k] = Math.max(0, mean - activation[k]);
        }
    }

    private int nearest(float[] point, float[] distances) {
        partialDistances(point, distances);
        int nearest = 0;
        for (int k = 1; k < distances.length; k++) {
            if (distances[k] < distances[nearest]) {
                nearest = k;
            }
        }
        return nearest;
    }

    /** Squared distances less the point's own squared length, which comes back. */
    private float partialDistances(float[] point, float[] distances) {
        System.arraycopy(squaredLengths, 0, distances, 0, distances.length);
        float own = 0;
        for (int i = 0; i < point.length; i++) {
            float twice = -2 * point[i];
            own += point[i] * point[i];
            float[] row = byDimension[i];
            for (int k = 0; k < distances.length; k++) {
                distances[k] += twice * row[k];
            }
        }
        return own;
    }

    private static float[] mean(double[] sum, int count) {
        float[] mean = new float[sum.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sum[i] / count);
        }
        return mean;
    }
}
