package org.equipoise.trainer.features;

/** Sums over images that least squares needs: of features, of one-hot labels, and of their products. */
final class Moments {

    private final int width;
    private final int classes;
    private double images;
    private final double[] sums;
    private final double[] counts;

    /** Sums of products of features, {@code [i][j >= i]}. */
    private final double[][] gram;

    /** {@code [class][feature]}: sums of the features of each class. */
    private final double[][] byClass;

    private Moments(int width, int classes) {
        this.width = width;
        this.classes = classes;
        sums = new double[width];
        counts = new double[classes];
        gram = new double[width][width];
        byClass = new double[classes][width];
    }

    /**
     * Of the images of one fold, or of all when {@code fold} is -1.
     *
     * @param often carried out before each few images; may throw, to stop
     */
    static Moments of(FeatureTable features, int[] labels, int classes, int[] foldOf, int fold, Runnable often) {
        var moments = new Moments(features.width(), classes);
        int[] chosen = java.util.stream.IntStream.range(0, labels.length)
                .filter(i -> fold < 0 || foldOf[i] == fold)
                .toArray();
        double[][] four = new double[4][features.width()];
        for (int at = 0; at < chosen.length; at += 4) {
            often.run();
            for (int r = 0; r < 4; r++) {
                if (at + r < chosen.length) {
                    moments.add(features, chosen[at + r], labels[chosen[at + r]], four[r]);
                } else {
                    java.util.Arrays.fill(four[r], 0);
                }
            }
            moments.addProducts(four[0], four[1], four[2], four[3]);
        }
        return moments;
    }

    private void add(FeatureTable features, int image, int label, double[] row) {
        images++;
        counts[label]++;
        for (int j = 0; j < width; j++) {
            row[j] = features.at(image, j);
            sums[j] += row[j];
            byClass[label][j] += row[j];
        }
    }

    /** Four images at a time: the Gram matrix goes through the cache a quarter as often. */
    private void addProducts(double[] a, double[] b, double[] c, double[] d) {
        for (int i = 0; i < width; i++) {
            double[] row = gram[i];
            double ai = a[i];
            double bi = b[i];
            double ci = c[i];
            double di = d[i];
            for (int j = i; j < width; j++) {
                row[j] += ai * a[j] + bi * b[j] + ci * c[j] + di * d[j];
            }
        }
    }

    /** Of the images that are not among {@code others}. */
    Moments without(Moments others) {
        var left = new Moments(width, classes);
        left.images = images - others.images;
        subtract(sums, others.sums, left.sums);
        subtract(counts, others.counts, left.counts);
        for (int i = 0; i < width; i++) {
            subtract(gram[i], others.gram[i], left.gram[i]);
        }
        for (int k = 0; k < classes; k++) {
            subtract(byClass[k], others.byClass[k], left.byClass[k]);
        }
        return left;
    }

    /** The plane of each class, around the means of features and labels. */
    Plane solve(double penalty) {
        double[][] centred = new double[width][width];
        for (int i = 0; i < width; i++) {
            for (int j = i; j < width; j++) {
                centred[i][j] = gram[i][j] - sums[i] * sums[j] / images;
            }
        }
        LinearSystem system = LinearSystem.of(centred, penalty * images);
        double[][] weights = new double[classes][];
        double[] offsets = new double[classes];
        for (int k = 0; k < classes; k++) {
            double[] right = new double[width];
            for (int j = 0; j < width; j++) {
                right[j] = byClass[k][j] - sums[j] * counts[k] / images;
            }
            weights[k] = system.solve(right);
            offsets[k] = counts[k] / images;
            for (int j = 0; j < width; j++) {
                offsets[k] -= weights[k][j] * sums[j] / images;
            }
        }
        return new Plane(weights, offsets);
    }

    private static void subtract(double[] from, double[] what, double[] to) {
        for (int i = 0; i < from.length; i++) {
            to[i] = from[i] - what[i];
        }
    }

    /** One linear function per class. */
    static final class Plane {

        private final double[][] weights;
        private final double[] offsets;

        /** Owns its arrays: nobody changes them afterwards. */
        Plane(double[][] weights, double[] offsets) {
            this.weights = weights;
            this.offsets = offsets;
        }

        /** Not a copy; see the constructor. */
        double[][] weights() {
            return weights;
        }

        /** Not a copy; see the constructor. */
        double[] offsets() {
            return offsets;
        }

        double[] scores(FeatureTable features, int image) {
            double[] scores = offsets.clone();
            for (int k = 0; k < scores.length; k++) {
                for (int j = 0; j < features.width(); j++) {
                    scores[k] += weights[k][j] * features.at(image, j);
                }
            }
            return scores;
        }
    }
}
