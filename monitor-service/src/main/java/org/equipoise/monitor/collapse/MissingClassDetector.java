package org.equipoise.monitor.collapse;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Finds a class that is no longer answered: the run of studies since any image of a study was last answered with it.
 *
 * <p>Let {@code l} be the lower confidence bound of the healthy share. A study of a healthy model answers the class
 * with probability at least {@code l}, so each study misses it with probability at most {@code p = 1 - l}. The mean
 * number of independent studies until the first run of {@code n} misses is {@code (p^-n - 1) / (1 - p)}: writing it
 * {@code W(n)}, one more miss completes the run with probability p and otherwise all starts again, so {@code W(n) =
 * (W(n-1) + 1) / p}. The class is missing when {@code W(n) >= 2 K gamma}; the K classes together then raise a false
 * alarm at most once in {@code 2 gamma} studies on average. {@link #odds} is {@code W(n) / (2 K)}.
 *
 * <p>A class with {@code l = 0} cannot be tested. Cost O(K) per study. Not thread-safe.
 *
 * <p>Success runs: Feller, An Introduction to Probability Theory and Its Applications I, 3rd edition, XIII.7.
 */
public final class MissingClassDetector {

    private final double[] lowerBounds;

    private final long[] runs;
    private final long[] startPredictions;
    private final long[] startMillis;
    private long studies;
    private long predictions;

    /**
     * A detector that has seen nothing.
     *
     * @param lowerBounds lower confidence bounds of the healthy shares, one per class, in [0, 1]
     */
    public MissingClassDetector(List<Double> lowerBounds) {
        int classes = lowerBounds.size();
        if (classes < 2) {
            throw new IllegalArgumentException("need at least two classes, got " + classes);
        }
        this.lowerBounds = new double[classes];
        for (int k = 0; k < classes; k++) {
            double l = lowerBounds.get(k);
            if (!(l >= 0 && l <= 1)) {
                throw new IllegalArgumentException("lower bound of class " + k + " must be in [0, 1], got " + l);
            }
            this.lowerBounds[k] = l;
        }
        runs = new long[classes];
        startPredictions = new long[classes];
        startMillis = new long[classes];
    }

    /** Takes in one study; {@code atMillis} is when it was predicted, epoch milliseconds. */
    public void add(StudyAnswers study, long atMillis) {
        if (study.classes() != runs.length) {
            throw new IllegalArgumentException("a study of " + study.classes() + " classes, expected " + runs.length);
        }
        if (studies == 0) {
            Arrays.fill(startMillis, atMillis);
        }
        studies++;
        predictions += study.images();
        for (int k = 0; k < runs.length; k++) {
            runs[k]++;
            if (study.count(k) > 0) {
                restart(k, atMillis);
            }
        }
    }

    /** Studies taken in. */
    public long studies() {
        return studies;
    }

    /** The least share of the answers that a healthy model gives class {@code k}, in [0, 1]. */
    public double leastShare(int k) {
        return lowerBounds[k];
    }

    /** Studies since class {@code k} was last answered. */
    public long run(int k) {
        return runs[k];
    }

    /** {@code W(run) / (2 K)}, at least 0, at most {@value CollapseDetector#CEILING}; 0 where it cannot be tested. */
    public double odds(int k) {
        double l = lowerBounds[k];
        if (l == 0 || runs[k] == 0) {
            return 0;
        }
        // expm1 and log1p keep W(n) = n for l -> 0 instead of 0 / 0.
        double waiting = Math.expm1(-runs[k] * Math.log1p(-l)) / l;
        return Math.min(waiting / (2 * runs.length), CollapseDetector.CEILING);
    }

    /**
     * The shortest run whose odds reach {@code odds}; {@link Long#MAX_VALUE} where the class cannot be tested.
     *
     * <p>The inverse of {@link #odds}: {@code ceil(ln(1 + 2 K odds l) / -ln(1 - l))}, at least 1.
     */
    public long runAtOdds(int k, double odds) {
        double l = lowerBounds[k];
        if (l == 0) {
            return Long.MAX_VALUE;
        }
        double n = Math.log1p(2 * runs.length * odds * l) / -Math.log1p(-l);
        return Math.max(1, (long) Math.ceil(n));
    }

    /** What is held against class {@code k}: its run, as odds and predictions. Its share is 0 by definition. */
    public Suspicion suspicion(int k) {
        return new Suspicion(k, odds(k), 0, predictions - startPredictions[k], startMillis[k]);
    }

    /** Begins a new run of class {@code k}. */
    public void restart(int k, long atMillis) {
        runs[k] = 0;
        startPredictions[k] = predictions;
        startMillis[k] = atMillis;
    }

    /** Writes the state, not the bounds. */
    public void writeTo(DataOutput out) throws IOException {
        out.writeLong(studies);
        out.writeLong(predictions);
        for (int k = 0; k < runs.length; k++) {
            out.writeLong(runs[k]);
            out.writeLong(startPredictions[k]);
            out.writeLong(startMillis[k]);
        }
    }

    /** Takes over a state that {@link #writeTo} wrote for the same number of classes. */
    public void readFrom(DataInput in) throws IOException {
        studies = in.readLong();
        predictions = in.readLong();
        for (int k = 0; k < runs.length; k++) {
            runs[k] = in.readLong();
            startPredictions[k] = in.readLong();
            startMillis[k] = in.readLong();
        }
    }
}
