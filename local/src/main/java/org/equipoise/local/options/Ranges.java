package org.equipoise.local.options;

/** Refuses numbers out of their range before anything is done with them. */
public final class Ranges {

    /** The longest that anything waits. */
    public static final int SECONDS_OF_A_DAY = 86_400;

    private Ranges() {}

    /**
     * Refuses a value that is not within the two.
     *
     * @throws UsageException which names them and the value
     */
    public static void require(String option, long value, long lowest, long highest) {
        if (value < lowest || value > highest) {
            throw new UsageException(option + " must be " + lowest + " to " + highest + ", got " + value);
        }
    }
}
