package org.equipoise.ingest.outliers;

import java.util.List;

import org.equipoise.common.events.ImageMeasures;

/** The thumbnails of many images, 64 bytes each. */
final class Thumbnails {

    private static final int CELLS = ImageMeasures.CELLS;
    private static final int HIGHEST = 15;

    private final byte[][] levels;

    Thumbnails(List<ImageMeasures> measures) {
        levels = new byte[measures.size()][CELLS];
        for (int i = 0; i < levels.length; i++) {
            String digits = measures.get(i).thumbnail();
            for (int c = 0; c < CELLS; c++) {
                levels[i][c] = (byte) Character.digit(digits.charAt(c), HIGHEST + 1);
            }
        }
    }

    /** Mean difference of two thumbnails, as a share of their range. */
    double difference(int i, int j) {
        int sum = 0;
        for (int c = 0; c < CELLS; c++) {
            sum += Math.abs(levels[i][c] - levels[j][c]);
        }
        return sum / (double) (CELLS * HIGHEST);
    }

    /** Pearson's correlation of each thumbnail with the mean of all; 0 where one of them is flat. */
    double[] correlationsWithMean() {
        double[] mean = new double[CELLS];
        for (byte[] thumbnail : levels) {
            for (int c = 0; c < CELLS; c++) {
                mean[c] += thumbnail[c] / (double) levels.length;
            }
        }
        double[] correlations = new double[levels.length];
        for (int i = 0; i < levels.length; i++) {
            correlations[i] = correlation(levels[i], mean);
        }
        return correlations;
    }

    private static double correlation(byte[] a, double[] b) {
        double meanA = 0;
        double meanB = 0;
        for (int c = 0; c < CELLS; c++) {
            meanA += a[c] / (double) CELLS;
            meanB += b[c] / CELLS;
        }
        double both = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int c = 0; c < CELLS; c++) {
            both += (a[c] - meanA) * (b[c] - meanB);
            squaresA += (a[c] - meanA) * (a[c] - meanA);
            squaresB += (b[c] - meanB) * (b[c] - meanB);
        }
        double squares = squaresA * squaresB;
        return squares > 0 ? Math.max(-1, Math.min(1, both / Math.sqrt(squares))) : 0;
    }
}
