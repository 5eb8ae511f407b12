package org.equipoise.local.phantom;

import org.equipoise.common.imaging.Pixels;

/** Grey levels being drawn, shape {@code [side, side]}, unbounded until {@link #toPixels}. */
final class Canvas {

    private final int side;
    private final double[] levels;

    Canvas(int side) {
        this.side = side;
        this.levels = new double[side * side];
    }

    int side() {
        return side;
    }

    double get(int x, int y) {
        return levels[y * side + x];
    }

    void add(int x, int y, double level) {
        levels[y * side + x] += level;
    }

    /** Raises a pixel to {@code level} where it is below; what lies outside is ignored. */
    void raise(int x, int y, double level) {
        if (x >= 0 && y >= 0 && x < side && y < side) {
            levels[y * side + x] = Math.max(levels[y * side + x], level);
        }
    }

    /** Adds another canvas of the same size, level by level. */
    void add(Canvas other) {
        for (int i = 0; i < levels.length; i++) {
            levels[i] += other.levels[i];
        }
    }

    /** Rounded and clipped to 0..255. */
    Pixels toPixels() {
        byte[] samples = new byte[levels.length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.max(0, Math.min(255, Math.round(levels[i])));
        }
        return new Pixels(side, side, 1, samples);
    }
}
