package org.equipoise.ingest.quality;

import java.util.Arrays;

import org.equipoise.common.events.ImageMeasures;
import org.equipoise.common.events.ImageMeasures.Sides;
import org.equipoise.common.imaging.Pixels;
import org.jspecify.annotations.Nullable;

/** Measures an image in one pass over its samples. */
public final class Measuring {

    /** Bins of the histogram, whatever the range of the values. */
    private static final int BINS = 256;

    /** Of so many samples of 16 bits, the lowest and the highest say nothing about the range. */
    private static final int CUT = 1000;

    /** Digits that are kept of a share. */
    private static final double ROUNDING = 1e4;

    private final Pixels pixels;
    private final int width;
    private final int height;
    private final int lowest;
    private final int highest;
    private final long[] histogram = new long[BINS];
    private final Reduction reduction;
    private final Border border;
    private long lowestSamples;
    private long highestSamples;
    private double sum;
    private double squares;

    private Measuring(Pixels pixels) {
        this.pixels = pixels;
        width = pixels.width();
        height = pixels.height();
        int[] range = pixels.bits() == Short.SIZE ? range(pixels) : new int[] {0, pixels.highest()};
        lowest = range[0];
        highest = range[1] - range[0];
        reduction = new Reduction(width, height);
        border = new Border(width, height, highest);
    }

    /**
     * What is measured of these pixels; the same for the same pixels. Values are counted from 0 to 255. Of 16 bits an
     * image uses a part that its detector decides: they are counted from its percentile 0.1 to 99.9, so that a
     * defective pixel does not decide, and those beyond count as the ends.
     */
    public static ImageMeasures of(Pixels pixels) {
        return new Measuring(pixels).measures();
    }

    /** Percentiles 0.1 and 99.9; the lowest and the highest value where those are the same. */
    private static int[] range(Pixels pixels) {
        int[] counts = new int[pixels.highest() + 1];
        for (int i = 0; i < pixels.length(); i++) {
            counts[pixels.sample(i)]++;
        }
        int[] robust = range(counts, pixels.length() / CUT);
        return robust[0] < robust[1] ? robust : range(counts, 0);
    }

    /** The lowest and the highest value without so many samples at each end. */
    private static int[] range(int[] counts, int without) {
        int low = 0;
        for (int n = counts[low]; n <= without; n += counts[low]) {
            low++;
        }
        int high = counts.length - 1;
        for (int n = counts[high]; n <= without; n += counts[high]) {
            high--;
        }
        return new int[] {low, high};
    }

    private ImageMeasures measures() {
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            read(y, row);
            count(row);
            reduction.add(y, row);
            border.add(y, row);
        }
        double n = (double) width * height;
        double samples = n * pixels.channels();
        double mean = sum / n;
        double deviation = Math.sqrt(Math.max(0, squares / n - mean * mean));
        double[] small = reduction.means();
        return new ImageMeasures(
                rounded(lowestSamples / samples),
                rounded(highestSamples / samples),
                rounded(entropy(n)),
                rounded(mean / Math.max(1, highest)),
                rounded(deviation / Math.max(1, highest)),
                rounded(border.bars()),
                rounded(border.repeated()),
                PerceptualHash.of(small),
                Thumbnail.of(small));
    }

    /** One row's grey values; all samples are counted on the way. */
    private void read(int y, int[] row) {
        boolean grey = pixels.channels() == 1;
        for (int x = 0; x < width; x++) {
            int first = Math.max(0, Math.min(highest, pixels.sample(x, y, 0) - lowest));
            extreme(first);
            if (grey) {
                row[x] = first;
            } else {
                int second = pixels.sample(x, y, 1);
                int third = pixels.sample(x, y, 2);
                extreme(second);
                extreme(third);
                row[x] = (int) ((299L * first + 587L * second + 114L * third + 500) / 1000);
            }
        }
    }

    private void extreme(int sample) {
        if (sample == 0) {
            lowestSamples++;
        } else if (sample == highest) {
            highestSamples++;
        }
    }

    private void count(int[] row) {
        long values = 0;
        double valuesSquared = 0;
        for (int value : row) {
            histogram[(int) ((long) value * BINS / (highest + 1))]++;
            values += value;
            valuesSquared += (double) value * value;
        }
        sum += values;
        squares += valuesSquared;
    }

    private double entropy(double n) {
        double bits = 0;
        for (long count : histogram) {
            if (count > 0) {
                double share = count / n;
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return Math.min(Math.max(bits, 0), 8);
    }

    private static double rounded(double value) {
        return Math.round(value * ROUNDING) / ROUNDING;
    }

    private static @Nullable Sides rounded(Sides sides) {
        return sides.across() == 0
                ? null
                : new Sides(
                        rounded(sides.top()), rounded(sides.right()), rounded(sides.bottom()), rounded(sides.left()));
    }

    /** What lies at the sides of an image, gathered row by row. */
    private static final class Border {

        /** Values of a bar that differ by less than this part of the range are the same: JPEG leaves no bar exact. */
        private static final int LEVELS = 64;

        private final int tolerance;
        private final int[] rowLowest;
        private final int[] rowHighest;
        private final int[] columnLowest;
        private final int[] columnHighest;
        private final boolean[] rowRepeats;
        private final boolean[] columnRepeats;
        private final int[] above;

        Border(int width, int height, int highest) {
            tolerance = Math.max(1, (highest + 1) / LEVELS);
            rowLowest = new int[height];
            rowHighest = new int[height];
            columnLowest = new int[width];
            columnHighest = new int[width];
            Arrays.fill(columnLowest, Integer.MAX_VALUE);
            Arrays.fill(columnHighest, Integer.MIN_VALUE);
            // Whether the row, or column, equals the one before it; the first has none.
            rowRepeats = new boolean[height];
            columnRepeats = new boolean[width];
            Arrays.fill(columnRepeats, 1, width, true);
            above = new int[width];
        }

        void add(int y, int[] row) {
            int lowest = Integer.MAX_VALUE;
            int highest = Integer.MIN_VALUE;
            for (int x = 0; x < row.length; x++) {
                int value = row[x];
                lowest = Math.min(lowest, value);
                highest = Math.max(highest, value);
                columnLowest[x] = Math.min(columnLowest[x], value);
                columnHighest[x] = Math.max(columnHighest[x], value);
                if (x > 0 && value != row[x - 1]) {
                    columnRepeats[x] = false;
                }
            }
            rowLowest[y] = lowest;
            rowHighest[y] = highest;
            rowRepeats[y] = y > 0 && Arrays.equals(row, above);
            System.arraycopy(row, 0, above, 0, row.length);
        }

        Sides bars() {
            return new Sides(
                    bar(rowLowest, rowHighest, 0, 1),
                    bar(columnLowest, columnHighest, columnLowest.length - 1, -1),
                    bar(rowLowest, rowHighest, rowLowest.length - 1, -1),
                    bar(columnLowest, columnHighest, 0, 1));
        }

        Sides repeated() {
            return new Sides(
                    repeats(rowRepeats, rowLowest, rowHighest, true),
                    repeats(columnRepeats, columnLowest, columnHighest, false),
                    repeats(rowRepeats, rowLowest, rowHighest, false),
                    repeats(columnRepeats, columnLowest, columnHighest, true));
        }

        /** The share of lines from one side on that are uniform and alike. */
        private double bar(int[] lowest, int[] highest, int from, int step) {
            int lines = lowest.length;
            int low = lowest[from];
            int high = highest[from];
            int n = 0;
            for (int i = from; n < lines; i += step) {
                low = Math.min(low, lowest[i]);
                high = Math.max(high, highest[i]);
                if (high - low >= tolerance) {
                    break;
                }
                n++;
            }
            return n / (double) lines;
        }

        /** The share of lines at one side that repeat their inner neighbour; a uniform line is a bar, no repetition. */
        private double repeats(boolean[] repeats, int[] lowest, int[] highest, boolean first) {
            int lines = repeats.length;
            int n = 0;
            while (n < lines - 1) {
                int outer = first ? n : lines - 1 - n;
                boolean same = repeats[first ? outer + 1 : outer];
                if (!same || highest[outer] - lowest[outer] < tolerance) {
                    break;
                }
                n++;
            }
            return n / (double) lines;
        }
    }
}
