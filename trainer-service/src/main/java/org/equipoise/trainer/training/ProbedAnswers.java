package org.equipoise.trainer.training;

/** What is said to some images, and what the network looks like inside while it says so. */
public final class ProbedAnswers {

    private final float[] probabilities;
    private final Probe probe;

    /**
     * Owns the array: the caller does not change it afterwards.
     *
     * @param probabilities {@code [count, classes]}, row by row
     */
    public ProbedAnswers(float[] probabilities, Probe probe) {
        this.probabilities = probabilities;
        this.probe = probe;
    }

    /** Row by row, {@code [count, classes]}; not a copy. */
    public float[] probabilities() {
        return probabilities;
    }

    public Probe probe() {
        return probe;
    }
}
