package org.equipoise.trainer.labels;

import java.util.Arrays;

/**
 * The label as given is the true class seen through a noisy channel: {@code p(given = j | x) = sum_k T[k][j] p(k | x)},
 * with {@code p(k | x)} a calibrated {@link OutOfFold} prediction. Where the best images of a class still carry another
 * label in some share, that share is the channel's. T and the calibration are fitted together by expectation
 * maximisation; then Bayes' rule says for each image how probably its label is wrong, knowing which mistakes this
 * dataset's labels make. That orders images of all classes on one scale, which margins cannot when mistakes go mostly
 * one way.
 *
 * <p>Needs T's diagonal to dominate to start from; where predictions carry no information it finds little noise.
 *
 * <p>Class-conditional noise as in Natarajan et al., "Learning with noisy labels", NeurIPS 2013; the expectation step
 * is that of Dawid and Skene for one annotator.
 *
 * @see <a href="https://doi.org/10.2307/2346806">Dawid and Skene, Applied Statistics 1979</a>
 */
public final class NoiseChannel {

    private static final int ROUNDS = 200;
    private static final double START_NOISE = 0.1;

    /** Images that are added to every cell of the channel: no mistake is impossible. */
    private static final double PRIOR = 1e-3;

    /** Probabilities below this count as this. */
    private static final double SMALLEST = 1e-9;

    private final double[][] posterior;
    private final double[][] channel;
    private final int[] labels;

    private NoiseChannel(double[][] posterior, double[][] channel, int[] labels) {
        this.posterior = posterior;
        this.channel = channel;
        this.labels = labels;
    }

    /** Fits; O(rounds * images * classes²), seconds for 100,000 images. */
    public static NoiseChannel fit(OutOfFold predictions) {
        int n = predictions.images();
        int classes = predictions.classes();
        double[][] scores = new double[n][classes];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = predictions.label(i);
            for (int k = 0; k < classes; k++) {
                scores[i][k] = Math.log(Math.max(SMALLEST, predictions.probability(i, k)));
            }
        }
        double[][] channel = new double[classes][classes];
        for (int k = 0; k < classes; k++) {
            Arrays.fill(channel[k], START_NOISE / (classes - 1));
            channel[k][k] = 1 - START_NOISE;
        }
        Calibration calibration = Calibration.start(classes, 1);
        double[][] posterior = new double[n][];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < n; i++) {
                posterior[i] = posterior(calibration.probabilities(scores[i]), channel, labels[i]);
            }
            channel = channel(posterior, labels, classes);
            calibration = calibration.step(scores, posterior);
        }
        return new NoiseChannel(posterior, channel, labels);
    }

    private static double[] posterior(double[] prior, double[][] channel, int given) {
        double[] posterior = new double[prior.length];
        double sum = 0;
        for (int k = 0; k < prior.length; k++) {
            posterior[k] = prior[k] * channel[k][given];
            sum += posterior[k];
        }
        for (int k = 0; k < prior.length; k++) {
            posterior[k] /= sum;
        }
        return posterior;
    }

    private static double[][] channel(double[][] posterior, int[] labels, int classes) {
        double[][] channel = new double[classes][classes];
        for (double[] row : channel) {
            Arrays.fill(row, PRIOR);
        }
        for (int i = 0; i < labels.length; i++) {
            for (int k = 0; k < classes; k++) {
                channel[k][labels[i]] += posterior[i][k];
            }
        }
        for (double[] row : channel) {
            double sum = Arrays.stream(row).sum();
            Arrays.setAll(row, j -> row[j] / sum);
        }
        return channel;
    }

    /** Share of the images of class {@code truth} that are given {@code given}, in (0, 1). */
    public double rate(int truth, int given) {
        return channel[truth][given];
    }

    /** Probability that image {@code i} is truly of class {@code k}. */
    public double probability(int i, int k) {
        return posterior[i][k];
    }

    /** Probability that the label of image {@code i} is wrong, in [0, 1]. */
    public double wrong(int i) {
        return Math.max(0, Math.min(1, 1 - posterior[i][labels[i]]));
    }

    /** The posterior's joint of given and true class. */
    public NoiseEstimate noise() {
        double[][] joint = new double[channel.length][channel.length];
        for (int i = 0; i < labels.length; i++) {
            for (int k = 0; k < channel.length; k++) {
                joint[labels[i]][k] += posterior[i][k] / labels.length;
            }
        }
        return new NoiseEstimate(joint);
    }
}
