package org.equipoise.ingest.quality;

/** An image as 8 x 8 hex digits; see {@link org.equipoise.common.events.ImageMeasures#thumbnail()}. */
final class Thumbnail {

    private static final int SIDE = 8;
    private static final int LEVELS = 16;
    private static final int STEP = Reduction.SIDE / SIDE;

    private Thumbnail() {}

    /** Of means as {@link Reduction} gives them; all 0 where they are equal. */
    static String of(double[] means) {
        double[] cells = new double[SIDE * SIDE];
        for (int i = 0; i < means.length; i++) {
            int y = i / Reduction.SIDE / STEP;
            int x = i % Reduction.SIDE / STEP;
            cells[y * SIDE + x] += means[i];
        }
        double lowest = cells[0];
        double highest = cells[0];
        for (double cell : cells) {
            lowest = Math.min(lowest, cell);
            highest = Math.max(highest, cell);
        }
        var digits = new StringBuilder(cells.length);
        for (double cell : cells) {
            int level = highest > lowest ? (int) ((cell - lowest) / (highest - lowest) * LEVELS) : 0;
            digits.append(Character.forDigit(Math.min(level, LEVELS - 1), LEVELS));
        }
        return digits.toString();
    }
}
