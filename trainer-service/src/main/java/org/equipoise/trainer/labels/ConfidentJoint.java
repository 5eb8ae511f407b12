package org.equipoise.trainer.labels;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Confident learning: image i counts as truly of class k when its probability of k reaches that class's threshold, the
 * mean probability of k among the images that were given k. Of several such classes the likeliest counts.
 *
 * <p>A class that no image was given has a threshold nobody reaches. Thresholds of classes with a handful of images
 * rest on those few: {@link RareClassRule} is for them.
 *
 * @see <a href="https://doi.org/10.1613/jair.1.12125">Northcutt, Jiang and Chuang, JAIR 2021</a>
 */
public final class ConfidentJoint {

    private final double[] thresholds;
    private final int[][] counts;
    private final double[][] calibrated;

    /**
     * Owns its arrays: nobody changes them afterwards.
     *
     * @param thresholds {@code [classes]}, in [0, 1], or 2 for an absent class
     * @param counts {@code [given][true]}, images that reach a threshold; the diagonal is at least 1
     * @param calibrated {@code [given][true]}, {@code counts} scaled so that rows sum to the images given each class
     */
    public ConfidentJoint(double[] thresholds, int[][] counts, double[][] calibrated) {
        this.thresholds = thresholds;
        this.counts = counts;
        this.calibrated = calibrated;
    }

    /** Not a copy; see the constructor. */
    public double[] thresholds() {
        return thresholds;
    }

    /** Not a copy; see the constructor. */
    public int[][] counts() {
        return counts;
    }

    /** Not a copy; see the constructor. */
    public double[][] calibrated() {
        return calibrated;
    }

    private static final double UNREACHABLE = 2;
    private static final double ROUNDING = 1e-6;

    /** Counts. */
    public static ConfidentJoint of(OutOfFold predictions) {
        int classes = predictions.classes();
        double[] thresholds = thresholds(predictions);
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < predictions.images(); i++) {
            int truth = confidentClass(predictions, i, thresholds);
            if (truth >= 0) {
                counts[predictions.label(i)][truth]++;
            }
        }
        for (int k = 0; k < classes; k++) {
            counts[k][k] = Math.max(1, counts[k][k]);
        }
        return new ConfidentJoint(thresholds, counts, calibrate(counts, predictions.counts()));
    }

    private static double[] thresholds(OutOfFold predictions) {
        int[] given = predictions.counts();
        double[] thresholds = new double[given.length];
        for (int i = 0; i < predictions.images(); i++) {
            int k = predictions.label(i);
            thresholds[k] += predictions.probability(i, k) / given[k];
        }
        for (int k = 0; k < given.length; k++) {
            thresholds[k] = given[k] == 0 ? UNREACHABLE : thresholds[k];
        }
        return thresholds;
    }

    private static int confidentClass(OutOfFold predictions, int i, double[] thresholds) {
        int best = -1;
        for (int k = 0; k < thresholds.length; k++) {
            boolean reached = predictions.probability(i, k) >= thresholds[k] - ROUNDING;
            if (reached && (best < 0 || predictions.probability(i, k) > predictions.probability(i, best))) {
                best = k;
            }
        }
        return best;
    }

    private static double[][] calibrate(int[][] counts, int[] given) {
        double[][] calibrated = new double[counts.length][counts.length];
        for (int j = 0; j < counts.length; j++) {
            double row = Arrays.stream(counts[j]).sum();
            for (int k = 0; k < counts.length; k++) {
                calibrated[j][k] = counts[j][k] / row * given[j];
            }
        }
        return calibrated;
    }

    /** The calibrated joint as shares of all images. */
    public NoiseEstimate noise() {
        double total = Arrays.stream(calibrated).flatMapToDouble(Arrays::stream).sum();
        return new NoiseEstimate(Arrays.stream(calibrated)
                .map(row -> Arrays.stream(row).map(count -> count / total).toArray())
                .toArray(double[][]::new));
    }

    /**
     * Prunes by noise rate: for each pair of given j and true k the {@code calibrated[j][k]} images given j with the
     * largest {@code p(k) - p(j)}, as far as k is likelier than j; an image counts once.
     *
     * @return image indices, lowest margin first, then lowest index
     */
    public List<Integer> prune(OutOfFold predictions) {
        boolean[] pruned = new boolean[predictions.images()];
        for (int j = 0; j < thresholds.length; j++) {
            for (int k = 0; k < thresholds.length; k++) {
                if (j != k) {
                    prune(predictions, j, k, pruned);
                }
            }
        }
        return IntStream.range(0, pruned.length)
                .filter(i -> pruned[i])
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(predictions::margin).thenComparing(i -> i))
                .toList();
    }

    private void prune(OutOfFold predictions, int given, int truth, boolean[] pruned) {
        IntStream.range(0, pruned.length)
                .filter(i -> predictions.label(i) == given)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(
                                i -> predictions.probability(i, given) - predictions.probability(i, truth))
                        .thenComparing(i -> i))
                .limit(Math.round(calibrated[given][truth]))
                .filter(i -> predictions.margin(i) < 0)
                .forEach(i -> pruned[i] = true);
    }
}
