package org.equipoise.trainer.labels;

/** How often labels are wrong: the joint distribution of given and true class. */
public final class NoiseEstimate {

    private final double[][] joint;

    /**
     * Owns its arrays: nobody changes them afterwards.
     *
     * @param joint {@code [given][true]}, shares of all images, at least 0, summing to 1
     */
    public NoiseEstimate(double[][] joint) {
        double sum = 0;
        for (double[] row : joint) {
            for (double share : row) {
                if (!(share >= 0)) {
                    throw new IllegalArgumentException("a share of " + share + " is below 0");
                }
                sum += share;
            }
        }
        if (!(Math.abs(sum - 1) <= TOLERANCE)) {
            throw new IllegalArgumentException("shares sum to " + sum + ", expected 1");
        }
        this.joint = joint;
    }

    /** Not a copy; see the constructor. */
    public double[][] joint() {
        return joint;
    }

    private static final double TOLERANCE = 1e-6;

    /** Share of all images whose label is wrong, in [0, 1]. */
    public double rate() {
        double right = 0;
        for (int k = 0; k < joint.length; k++) {
            right += joint[k][k];
        }
        return Math.max(0, 1 - right);
    }

    /** Share of the images of class {@code truth} that were given {@code given}, in [0, 1]; 0 for an absent class. */
    public double rate(int truth, int given) {
        double ofTruth = 0;
        for (double[] row : joint) {
            ofTruth += row[truth];
        }
        return ofTruth > 0 ? joint[given][truth] / ofTruth : 0;
    }

    /** Number of wrong labels among {@code images}, rounded. */
    public int errors(int images) {
        return (int) Math.round(rate() * images);
    }
}
