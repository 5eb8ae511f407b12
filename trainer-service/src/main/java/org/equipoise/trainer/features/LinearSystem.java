package org.equipoise.trainer.features;

/** Solves {@code A x = b} for a symmetric positive definite A by Cholesky's factorisation {@code A = R' R}. */
public final class LinearSystem {

    private final double[][] factor;

    private LinearSystem(double[][] factor) {
        this.factor = factor;
    }

    /**
     * Factorises; O(n³ / 6) multiplications.
     *
     * @param matrix of which only {@code [i][j >= i]} is read
     * @param ridge added to the diagonal
     * @throws IllegalArgumentException if the sum is not positive definite
     */
    public static LinearSystem of(double[][] matrix, double ridge) {
        int n = matrix.length;
        double[][] r = new double[n][];
        for (int i = 0; i < n; i++) {
            r[i] = matrix[i].clone();
            r[i][i] += ridge;
        }
        for (int k = 0; k < n; k++) {
            double[] row = r[k];
            if (!(row[k] > 0)) {
                throw new IllegalArgumentException("pivot " + k + " of " + n + " is " + row[k] + ", not above 0");
            }
            double scale = 1 / Math.sqrt(row[k]);
            for (int j = k; j < n; j++) {
                row[j] *= scale;
            }
            for (int i = k + 1; i < n; i++) {
                subtract(r[i], row[i], row, i);
            }
        }
        return new LinearSystem(r);
    }

    /** x for one right side. */
    public double[] solve(double[] right) {
        int n = factor.length;
        double[] x = right.clone();
        for (int k = 0; k < n; k++) {
            x[k] /= factor[k][k];
            subtract(x, x[k], factor[k], k + 1);
        }
        for (int k = n - 1; k >= 0; k--) {
            double sum = x[k];
            for (int j = k + 1; j < n; j++) {
                sum -= factor[k][j] * x[j];
            }
            x[k] = sum / factor[k][k];
        }
        return x;
    }

    private static void subtract(double[] from, double times, double[] row, int start) {
        for (int j = start; j < from.length; j++) {
            from[j] -= times * row[j];
        }
    }
}
