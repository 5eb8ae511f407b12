package org.equipoise.monitor.collapse;

import java.util.random.RandomGenerator;

/** Simulated answers. */
public final class Draw {

    private Draw() {}

    /** A class, by shares that sum to 1. */
    public static int of(double[] shares, RandomGenerator random) {
        double x = random.nextDouble();
        int k = 0;
        while (k < shares.length - 1 && x >= shares[k]) {
            x -= shares[k];
            k++;
        }
        return k;
    }
}
