package org.equipoise.local.cli;

/** Refuses numbers out of their range before anything is done with them. */
final class Ranges {

    static final int SECONDS_OF_A_DAY = 86_400;

    private Ranges() {}

    static void require(String option, long value, long lowest, long highest) {
        if (value < lowest || value > highest) {
            throw new UsageException(option + " must be " + lowest + " to " + highest + ", got " + value);
        }
    }
}
