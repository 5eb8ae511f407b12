package org.equipoise.augment.warping;

/**
 * Where the pixels of a {@link Tile} lie in the source along one of its sides. A position has {@value #WEIGHT_BITS}
 * fractional bits. Its whole part, the place, is the first of the two neighbours that it lies between; what is left is
 * the weight of the second. At the last pixel that is all of it, for the pair begins one before.
 */
final class Axis {

    static final int WEIGHT_BITS = 11;

    /** Fractional bits of a coordinate: more than a position has, because steps add up. */
    static final int COORDINATE_BITS = 32;

    /** Positions of coordinates below it, in pixels, fit an {@code int}. */
    static final int REACH = 1 << (Integer.SIZE - 1 - WEIGHT_BITS);

    private static final int FINER_BITS = COORDINATE_BITS - WEIGHT_BITS;
    private static final int FINER_MASK = (1 << FINER_BITS) - 1;

    private final int width;
    private final int last;

    /** How far each pixel is from the first of its row: the position, and the bits that a position lacks. */
    private final int[] steps;

    private final int[] finerSteps;
    private final int[] positions;

    /**
     * An axis of the source.
     *
     * @param pixels of a tile, whole rows of {@code width}
     * @param side of the source along the axis, at least 2
     */
    Axis(int pixels, int width, int side) {
        this.width = width;
        last = side - 1;
        steps = new int[pixels];
        finerSteps = new int[pixels];
        positions = new int[pixels];
    }

    /** Says how far it is from each pixel of a row to the next; the rows of a tile are alike. */
    void step(long step) {
        for (int x = 0; x < width; x++) {
            steps[x] = (int) ((x * step) >> FINER_BITS);
            finerSteps[x] = (int) (x * step) & FINER_MASK;
        }
        for (int filled = width; filled < steps.length; filled *= 2) {
            int more = Math.min(filled, steps.length - filled);
            System.arraycopy(steps, 0, steps, filled, more);
            System.arraycopy(finerSteps, 0, finerSteps, filled, more);
        }
    }

    /** Places the row of pixels that begins with {@code first} at a coordinate of the source. */
    void place(int first, long coordinate) {
        int position = (int) (coordinate >> FINER_BITS);
        int finer = (int) coordinate & FINER_MASK;
        int end = first + width;
        for (int i = first; i < end; i++) {
            positions[i] = position + steps[i] + ((finer + finerSteps[i]) >>> FINER_BITS);
        }
    }

    /**
     * Adds the places of the first so many pixels, times {@code stride}. Positions outside are moved to the nearest one
     * inside; {@code Math.min} and {@code Math.max} would make no vectors.
     *
     * @return their weights
     */
    int[] split(int stride, int[] places, int pixels) {
        int mostPosition = last << WEIGHT_BITS;
        int mostPlace = last - 1;
        for (int i = 0; i < pixels; i++) {
            int notNegative = positions[i] & ~(positions[i] >> 31);
            int left = mostPosition - notNegative;
            int inside = notNegative + (left & (left >> 31));
            int whole = inside >> WEIGHT_BITS;
            int placesLeft = mostPlace - whole;
            int place = whole + (placesLeft & (placesLeft >> 31));
            places[i] += place * stride;
            positions[i] = inside - (place << WEIGHT_BITS);
        }
        return positions;
    }
}
