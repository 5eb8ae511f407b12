package org.equipoise.trainer.features;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations; O(sweeps * n³), for n up to some
 * hundreds.
 */
final class SymmetricEigen {

    private final double[] values;
    private final double[][] vectors;

    /**
     * Owns its arrays: nobody changes them afterwards.
     *
     * @param values eigenvalues, in no particular order
     * @param vectors {@code [n][n]}; column j belongs to value j
     *     <p>Source: Golub and Van Loan, Matrix Computations, section 8.5.
     */
    SymmetricEigen(double[] values, double[][] vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /** Not a copy; see the constructor. */
    double[] values() {
        return values;
    }

    /** Not a copy; see the constructor. */
    double[][] vectors() {
        return vectors;
    }

    private static final int SWEEPS = 30;
    private static final double SMALL = 1e-11;

    static SymmetricEigen of(double[][] symmetric) {
        int n = symmetric.length;
        double[][] a = new double[n][];
        double[][] v = new double[n][n];
        double scale = 0;
        for (int i = 0; i < n; i++) {
            a[i] = symmetric[i].clone();
            v[i][i] = 1;
            scale = Math.max(scale, Math.abs(a[i][i]));
        }
        for (int sweep = 0; sweep < SWEEPS && rotateAll(a, v, SMALL * scale); sweep++) {
            // Each sweep shrinks what is off the diagonal quadratically.
        }
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = a[i][i];
        }
        return new SymmetricEigen(values, v);
    }

    private static boolean rotateAll(double[][] a, double[][] v, double small) {
        boolean rotated = false;
        for (int p = 0; p < a.length; p++) {
            for (int q = p + 1; q < a.length; q++) {
                if (Math.abs(a[p][q]) > small) {
                    rotate(a, v, p, q);
                    rotated = true;
                }
            }
        }
        return rotated;
    }

    private static void rotate(double[][] a, double[][] v, int p, int q) {
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < a.length; k++) {
            double kp = a[k][p];
            double kq = a[k][q];
            a[k][p] = c * kp - s * kq;
            a[k][q] = s * kp + c * kq;
        }
        for (int k = 0; k < a.length; k++) {
            double pk = a[p][k];
            double qk = a[q][k];
            a[p][k] = c * pk - s * qk;
            a[q][k] = s * pk + c * qk;
            double vp = v[k][p];
            double vq = v[k][q];
            v[k][p] = c * vp - s * vq;
            v[k][q] = s * vp + c * vq;
        }
    }
}
