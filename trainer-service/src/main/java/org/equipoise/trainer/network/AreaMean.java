package org.equipoise.trainer.network;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;

/**
 * Images made smaller: a pixel is the mean of the samples in the area that it covers, those that lie in it by a part
 * counted by that part, rounded half up. Every number on the way is whole, so whoever computes it gets the same.
 *
 * @param rows from the height of an image to the height that it gets
 * @param columns from its width to the width that it gets
 */
public record AreaMean(Axis rows, Axis columns) {

    /**
     * From one shape to another.
     *
     * @throws IllegalArgumentException if the other one is larger, or has other channels
     */
    public static AreaMean of(InputShape from, InputShape to) {
        if (from.channels() != to.channels()) {
            throw new IllegalArgumentException(
                    "images of " + from.channels() + " channels cannot become images of " + to.channels());
        }
        return new AreaMean(Axis.of(from.height(), to.height()), Axis.of(from.width(), to.width()));
    }

    /**
     * One direction, in which the same pattern comes again and again: of so many pixels as many cells are made.
     *
     * @param periods times that it comes
     * @param pixels of one period
     * @param cells of one period
     */
    public record Axis(int periods, int pixels, int cells) {

        static Axis of(int from, int to) {
            if (to > from) {
                throw new IllegalArgumentException(from + " pixels cannot be reduced to " + to);
            }
            int periods = greatestDivisor(from, to);
            return new Axis(periods, from / periods, to / periods);
        }

        private static int greatestDivisor(int a, int b) {
            return b == 0 ? a : greatestDivisor(b, a % b);
        }

        /** The first pixel that lies in a cell of its period, by a part at least. */
        int first(int cell) {
            return cell * pixels / cells;
        }

        /** The last one. */
        int last(int cell) {
            return ((cell + 1) * pixels - 1) / cells;
        }

        /**
         * How much of a pixel lies in a cell of its period: {@link #cells()} is all of the pixel, and what lies in a
         * cell sums to {@link #pixels()}.
         */
        public int overlap(int cell, int pixel) {
            int from = Math.max(cell * pixels, pixel * cells);
            int to = Math.min((cell + 1) * pixels, (pixel + 1) * cells);
            return Math.max(0, to - from);
        }
    }

    /** Parts of which the mean is taken: what the products of both overlaps sum to. */
    public int parts() {
        return rows.pixels() * columns.pixels();
    }

    /**
     * Reduces images that lie one after another.
     *
     * @param packed samples as {@code from} says
     * @param from how they lie; its shape is what this was made for
     * @return the same images, as {@code to} says
     */
    public byte[] applied(byte[] packed, InputFormat from, InputFormat to) {
        int images = packed.length / from.imageBytes();
        byte[] reduced = new byte[images * to.imageBytes()];
        int width = to.shape().width();
        int channels = to.shape().channels();
        for (int i = 0; i < images * to.shape().length(); i++) {
            int channel = i % channels;
            int x = i / channels % width;
            int y = i / (channels * width) % to.shape().height();
            int image = i / to.shape().length();
            to.put(reduced, i, mean(packed, from, image, y, x, channel));
        }
        return reduced;
    }

    private int mean(byte[] packed, InputFormat from, int image, int y, int x, int channel) {
        int top = y / rows.cells() * rows.pixels();
        int left = x / columns.cells() * columns.pixels();
        InputShape shape = from.shape();
        int down = y % rows.cells();
        int along = x % columns.cells();
        long sum = 0;
        for (int row = rows.first(down); row <= rows.last(down); row++) {
            int above = (image * shape.height() + top + row) * shape.width() + left;
            for (int column = columns.first(along); column <= columns.last(along); column++) {
                long part = (long) rows.overlap(down, row) * columns.overlap(along, column);
                sum += part * from.sample(packed, (above + column) * shape.channels() + channel);
            }
        }
        return (int) Math.floorDiv(2 * sum + parts(), 2L * parts());
    }
}
