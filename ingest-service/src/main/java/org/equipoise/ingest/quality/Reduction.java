package org.equipoise.ingest.quality;

/**
 * An image as {@code SIDE} x {@code SIDE} means over equal areas, whatever its own size and aspect; a sample that lies
 * in two areas counts in each by its part.
 */
final class Reduction {

    static final int SIDE = 32;

    private final int height;
    private final double[] sums = new double[SIDE * SIDE];
    private final double[] line = new double[SIDE];
    private final int[] firsts;
    private final int[] lasts;
    /** The parts of the first and the last sample of a cell that lie outside of it. */
    private final double[] before = new double[SIDE];

    private final double[] behind = new double[SIDE];
    private final int width;

    Reduction(int width, int height) {
        this.width = width;
        this.height = height;
        firsts = new int[SIDE];
        lasts = new int[SIDE];
        for (int i = 0; i < SIDE; i++) {
            firsts[i] = (int) ((long) i * width / SIDE);
            lasts[i] = (int) (((long) (i + 1) * width + SIDE - 1) / SIDE) - 1;
            before[i] = part((double) i * width / SIDE - firsts[i]);
            behind[i] = part(lasts[i] + 1 - (double) (i + 1) * width / SIDE);
        }
    }

    /** Takes the next row in. */
    void add(int y, int[] row) {
        for (int i = 0; i < SIDE; i++) {
            long whole = 0;
            for (int x = firsts[i]; x <= lasts[i]; x++) {
                whole += row[x];
            }
            line[i] = whole - row[firsts[i]] * before[i] - row[lasts[i]] * behind[i];
        }
        int from = (int) ((long) y * SIDE / height);
        int to = (int) (((long) (y + 1) * SIDE + height - 1) / height) - 1;
        for (int j = from; j <= to; j++) {
            double top = Math.max(y, (double) j * height / SIDE);
            double bottom = Math.min(y + 1, (double) (j + 1) * height / SIDE);
            double weight = part(bottom - top);
            for (int i = 0; i < SIDE; i++) {
                sums[j * SIDE + i] += weight * line[i];
            }
        }
    }

    /** The means, in rows. */
    double[] means() {
        double area = (double) width * height / (SIDE * SIDE);
        double[] means = new double[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = sums[i] / area;
        }
        return means;
    }

    private static double part(double share) {
        return Math.min(1, Math.max(0, share));
    }
}
