package org.equipoise.trainer.features;

/**
 * ZCA whitening of patches: {@code (x - mean) U diag(1/sqrt(e + 0.1)) U'} with the eigenvectors U and eigenvalues e of
 * their covariance. Neighbouring pixels then say different things.
 *
 * @see <a href="https://proceedings.mlr.press/v15/coates11a.html">Coates, Ng and Lee, AISTATS 2011</a>
 */
final class Whitening {

    private static final double EPSILON = 0.1;

    private final float[] mean;

    /** {@code [from][to]}, symmetric. */
    private final float[][] matrix;

    private Whitening(float[] mean, float[][] matrix) {
        this.mean = mean;
        this.matrix = matrix;
    }

    /** Learns from at least two patches. */
    static Whitening of(float[][] patches) {
        int d = patches[0].length;
        double[] mean = new double[d];
        for (float[] patch : patches) {
            for (int i = 0; i < d; i++) {
                mean[i] += patch[i] / (double) patches.length;
            }
        }
        double[][] covariance = new double[d][d];
        for (float[] patch : patches) {
            for (int i = 0; i < d; i++) {
                double x = (patch[i] - mean[i]) / patches.length;
                for (int j = 0; j < d; j++) {
                    covariance[i][j] += x * (patch[j] - mean[j]);
                }
            }
        }
        float[] asFloats = new float[d];
        for (int i = 0; i < d; i++) {
            asFloats[i] = (float) mean[i];
        }
        return new Whitening(asFloats, matrix(SymmetricEigen.of(covariance)));
    }

    private static float[][] matrix(SymmetricEigen eigen) {
        int d = eigen.values().length;
        double[][] vectors = eigen.vectors();
        float[][] matrix = new float[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                double sum = 0;
                for (int k = 0; k < d; k++) {
                    sum += vectors[i][k] * vectors[j][k] / Math.sqrt(Math.max(0, eigen.values()[k]) + EPSILON);
                }
                matrix[i][j] = (float) sum;
            }
        }
        return matrix;
    }

    void apply(float[] patch, float[] whitened) {
        java.util.Arrays.fill(whitened, 0);
        for (int i = 0; i < patch.length; i++) {
            float x = patch[i] - mean[i];
            float[] row = matrix[i];
            for (int j = 0; j < whitened.length; j++) {
                whitened[j] += x * row[j];
            }
        }
    }
}
