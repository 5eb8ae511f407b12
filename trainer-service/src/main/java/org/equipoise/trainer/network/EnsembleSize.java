package org.equipoise.trainer.network;

import java.util.Locale;

/**
 * How many networks are trained side by side to answer together. On few images a network depends on its first weights
 * and on the order of the images; the mean of several depends less on both, and is better than most of them.
 *
 * @param members at least 1
 * @param reason the numbers that decided
 */
public record EnsembleSize(int members, String reason) {

    /** More gain little. */
    private static final int MOST = 4;

    /** What a run may cost on a CPU, forward, all images of all epochs: about two minutes on two cores. */
    private static final double MULTIPLY_ADDS = 1.1e12;

    /** How many times that on a GPU. */
    private static final double ACCELERATED = 20;

    /** Multiply-adds that a run without minutes may take, forward. */
    public static double budget(boolean accelerator) {
        return accelerator ? MULTIPLY_ADDS * ACCELERATED : MULTIPLY_ADDS;
    }

    /**
     * As many as a run can pay for, at most {@value #MOST}.
     *
     * @param one the network alone
     * @param images that it sees in all epochs together
     * @param accelerator whether a GPU computes
     */
    public static EnsembleSize choose(NetworkDescription one, long images, boolean accelerator) {
        double each = (double) images * one.multiplyAdds();
        double budget = budget(accelerator);
        int members = (int) Math.max(1, Math.min(MOST, Math.floor(budget / each)));
        return new EnsembleSize(
                members,
                String.format(
                        Locale.ROOT,
                        "a network costs %.2g multiply-adds over the run, of %.2g that it may take; at most %d together",
                        each,
                        budget,
                        MOST));
    }
}
