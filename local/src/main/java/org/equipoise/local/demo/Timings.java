package org.equipoise.local.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/** How long each act took, in tenths of a second, from the start of the stack on. */
final class Timings {

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final double readySeconds;
    private final long began = System.nanoTime();

    /** @param readySeconds how long the stack took to start */
    Timings(double readySeconds) {
        this.readySeconds = readySeconds;
        seconds.put("ready", round(readySeconds));
    }

    /** Plays an act. */
    <T extends @Nullable Object> T of(String act, Supplier<T> play) {
        long before = System.nanoTime();
        T result = play.get();
        seconds.put(act, since(before));
        return result;
    }

    /** The seconds of each act, and of all until now. */
    Map<String, Double> total() {
        seconds.put("total", round(readySeconds + (System.nanoTime() - began) / 1e9));
        return seconds;
    }

    private static double since(long before) {
        return round((System.nanoTime() - before) / 1e9);
    }

    private static double round(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }
}
