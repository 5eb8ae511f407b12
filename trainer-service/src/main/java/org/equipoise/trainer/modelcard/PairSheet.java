package org.equipoise.trainer.modelcard;

import java.util.Arrays;
import java.util.List;

import org.equipoise.common.imaging.Pixels;

/** Pictures in pairs, side by side, two pairs in a row. All have one size. */
public final class PairSheet {

    /** Pixels between pictures of a pair, and between pairs. */
    private static final int GAP = 2;

    private static final int BETWEEN_PAIRS = 12;
    private static final int PAIRS_IN_A_ROW = 2;
    private static final byte BETWEEN = (byte) 128;

    /** Pixels that a side is shown with at most, and enlarged towards by a whole factor. */
    private static final int SHOWN = 128;

    private PairSheet() {}

    /** A pair of pictures of 8 bits. */
    public record Pair(Pixels left, Pixels right) {}

    /** The pairs beside and below each other, at least one. */
    public static Pixels of(List<Pair> pairs) {
        Pixels first = pairs.get(0).left();
        int longest = Math.max(first.width(), first.height());
        int square = (longest + SHOWN - 1) / SHOWN;
        int factor = Math.max(1, SHOWN / longest);
        int cellWidth = Math.max(1, first.width() / square) * factor;
        int cellHeight = Math.max(1, first.height() / square) * factor;
        int pairWidth = 2 * cellWidth + GAP + BETWEEN_PAIRS;
        int rows = (pairs.size() + PAIRS_IN_A_ROW - 1) / PAIRS_IN_A_ROW;
        int width = Math.min(pairs.size(), PAIRS_IN_A_ROW) * pairWidth - BETWEEN_PAIRS;
        int height = rows * (cellHeight + GAP) - GAP;
        byte[] sheet = new byte[width * height * first.channels()];
        Arrays.fill(sheet, BETWEEN);
        for (int i = 0; i < pairs.size(); i++) {
            int left = i % PAIRS_IN_A_ROW * pairWidth;
            int top = i / PAIRS_IN_A_ROW * (cellHeight + GAP);
            put(pairs.get(i).left(), square, factor, sheet, width, left, top);
            put(pairs.get(i).right(), square, factor, sheet, width, left + cellWidth + GAP, top);
        }
        return new Pixels(width, height, first.channels(), sheet);
    }

    private static void put(Pixels picture, int square, int factor, byte[] sheet, int width, int left, int top) {
        int channels = picture.channels();
        int shownWidth = Math.max(1, picture.width() / square) * factor;
        int shownHeight = Math.max(1, picture.height() / square) * factor;
        for (int y = 0; y < shownHeight; y++) {
            for (int x = 0; x < shownWidth; x++) {
                for (int c = 0; c < channels; c++) {
                    sheet[((top + y) * width + left + x) * channels + c] =
                            (byte) mean(picture, x / factor * square, y / factor * square, c, square);
                }
            }
        }
    }

    private static long mean(Pixels picture, int left, int top, int channel, int square) {
        int right = Math.min(picture.width(), left + square);
        int bottom = Math.min(picture.height(), top + square);
        long sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += picture.sample(x, y, channel);
            }
        }
        return Math.round(sum / (double) ((right - left) * (bottom - top)));
    }
}
