package org.equipoise.trainer.telemetry;

/** What is wrong with a network at the end of an epoch. */
public enum Condition {
    /** Nothing: every class is found. */
    HEALTHY,
    /** It says the same to every image: its logits do not vary. Nothing is learned, or the weights are dead. */
    CONSTANT,
    /** It tells images apart but a class is lost: imbalance, until shown otherwise. */
    CLASS_LOST;

    /**
     * Logits that vary less than this over the images, in nats squared, say the same to every image. A standard
     * deviation of 0.01 moves a probability by a quarter of a percentage point at most.
     */
    static final double CONSTANT_VARIANCE = 1e-4;

    /**
     * The condition by two numbers.
     *
     * @param classLost whether a class with validation images is answered right at most 10 % of the time
     * @param logitVariance over the images, averaged over the classes
     */
    public static Condition of(boolean classLost, double logitVariance) {
        if (!classLost) {
            return HEALTHY;
        }
        return logitVariance < CONSTANT_VARIANCE ? CONSTANT : CLASS_LOST;
    }
}
