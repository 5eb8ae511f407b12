package org.equipoise.diagnosis.preprocessing;

import java.time.Duration;

import org.equipoise.common.imaging.InputShape;

/** On how many images a search can try its candidates. */
public final class Effort {

    /** As many as are tried where two differences are found. */
    private static final int CANDIDATES = 150;
    /** Of the time, what the candidates may take. */
    private static final double PART = 0.7;
    /** In memory at a time, of each way of resizing. */
    private static final long MOST_SAMPLES = 64L << 20;
    /** Of each class, whatever it costs: of fewer nothing is confirmed. */
    private static final int LEAST_PER_CLASS = 16;

    private Effort() {}

    /**
     * Images for both halves together, the first of so many.
     *
     * @param perImage time of one answer
     * @param there images that are there
     */
    public static int images(Duration budget, Duration perImage, InputShape shape, int classes, int there) {
        double answers = PART * budget.toNanos() / Math.max(1, perImage.toNanos());
        double most = Math.min(2 * answers / CANDIDATES, MOST_SAMPLES / (double) shape.length());
        return (int) Math.min(there, Math.max((double) LEAST_PER_CLASS * classes, most));
    }
}
