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
 * <p>Where predictions carry no information it finds little noise.
 *
 * <p>Right for predictions whose log-odds are about linear in the truth's, such as those of linear models: there noise
 * shows as labels that disagree however sure the model is. Predictions that already level off at the noise (a network
 * trained long on them) hide it, and little is found.
 *
 * <p>Class-conditional noise as in Natarajan et al., "Learning with noisy labels", NeurIPS 2013; the expectation step
 * is that of Dawid and Skene for one annotator.
 *
 * @see <a href="https://doi.org/10.2307/2346806">Dawid and Skene, Applied Statistics 1979</a>
 */
public final class NoiseChannel {

    private static final int ROUNDS = 200;

    /** Share of wrong labels that a fit starts from. */
    private static final double[] STARTS = {0.1, 0.4};

    /** Images that are added to every cell of the channel: no mistake is impossible. */
    private static final double PRIOR = 1e-3;

    /** Probabilities below this count as this. */
    private static final double SMALLEST = 1e-9;

    private final double[][] posterior;
    private final double[][] channel;
    private final int[] labels;
    private final double logLikelihood;

    private NoiseChannel(double[][] posterior, double[][] channel, int[] labels, double logLikelihood) {
        this.posterior = posterior;
        this.channel = channel;
        this.labels = labels;
        this.logLikelihood = logLikelihood;
    }

    /**
     * Fits from several starts (little noise, much noise, the {@link ConfidentJoint}) and keeps the likeliest; O(rounds
     * * images * classes²), seconds for 100,000 images.
     */
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
        NoiseChannel best = fit(scores, labels, confidentStart(predictions));
        for (double noise : STARTS) {
            NoiseChannel fitted = fit(scores, labels, uniformStart(classes, noise));
            best = fitted.logLikelihood > best.logLikelihood ? fitted : best;
        }
        return best;
    }

    private static NoiseChannel fit(double[][] scores, int[] labels, double[][] start) {
        double[][] channel = start;
        Calibration calibration = Calibration.start(start.length, 1);
        double[][] posterior = new double[labels.length][];
        double logLikelihood = 0;
        for (int round = 0; round < ROUNDS; round++) {
            logLikelihood = 0;
            for (int i = 0; i < labels.length; i++) {
                double[] prior = calibration.probabilities(scores[i]);
                posterior[i] = posterior(prior, channel, labels[i]);
                logLikelihood += Math.log(likelihood(prior, channel, labels[i]));
            }
            channel = channel(posterior, labels, start.length);
            calibration = calibration.step(scores, posterior);
        }
        return new NoiseChannel(posterior, channel, labels, logLikelihood);
    }

    private static double[][] uniformStart(int classes, double noise) {
        double[][] channel = new double[classes][classes];
        for (int k = 0; k < classes; k++) {
            Arrays.fill(channel[k], noise / (classes - 1));
            channel[k][k] = 1 - noise;
        }
        return channel;
    }

    private static double[][] confidentStart(OutOfFold predictions) {
        NoiseEstimate estimate = ConfidentJoint.of(predictions).noise();
        double[][] channel = uniformStart(predictions.classes(), STARTS[0]);
        for (int k = 0; k < channel.length; k++) {
            for (int j = 0; j < channel.length; j++) {
                channel[k][j] = 0.1 * channel[k][j] + 0.9 * estimate.rate(k, j);
            }
        }
        return channel;
    }

    private static double likelihood(double[] prior, double[][] channel, int given) {
        double sum = 0;
        for (int k = 0; k < prior.length; k++) {
            sum += prior[k] * channel[k][given];
        }
        return sum;
    }

    private static double[] posterior(double[] prior, double[][] channel, int given) {
        double[] posterior = new double[prior.length];
        double sum = likelihood(prior, channel, given);
        for (int k = 0; k < prior.length; k++) {
            posterior[k] = prior[k] * channel[k][given] / sum;
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
