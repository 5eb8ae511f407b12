package org.equipoise.augment.warping;

/** The definition, pixel by pixel in double arithmetic. */
final class NaiveWarp {

    private NaiveWarp() {}

    static byte[] apply(byte[] from, int width, int height, int channels, AffineMap map) {
        byte[] to = new byte[from.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sx = Math.max(0, Math.min(width - 1, map.xx() * x + map.xy() * y + map.x0()));
                double sy = Math.max(0, Math.min(height - 1, map.yx() * x + map.yy() * y + map.y0()));
                int left = (int) Math.floor(sx);
                int top = (int) Math.floor(sy);
                int right = Math.min(width - 1, left + 1);
                int bottom = Math.min(height - 1, top + 1);
                for (int c = 0; c < channels; c++) {
                    double above = (1 - (sx - left)) * at(from, width, channels, left, top, c)
                            + (sx - left) * at(from, width, channels, right, top, c);
                    double below = (1 - (sx - left)) * at(from, width, channels, left, bottom, c)
                            + (sx - left) * at(from, width, channels, right, bottom, c);
                    to[(y * width + x) * channels + c] =
                            (byte) Math.round((1 - (sy - top)) * above + (sy - top) * below);
                }
            }
        }
        return to;
    }

    /** The same of grey samples of 16 bits, low byte first. */
    static int[] deep(byte[] from, int width, int height, AffineMap map) {
        int[] to = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sx = Math.max(0, Math.min(width - 1, map.xx() * x + map.xy() * y + map.x0()));
                double sy = Math.max(0, Math.min(height - 1, map.yx() * x + map.yy() * y + map.y0()));
                int left = (int) Math.floor(sx);
                int top = (int) Math.floor(sy);
                int right = Math.min(width - 1, left + 1);
                int bottom = Math.min(height - 1, top + 1);
                double above = (1 - (sx - left)) * deepAt(from, top * width + left)
                        + (sx - left) * deepAt(from, top * width + right);
                double below = (1 - (sx - left)) * deepAt(from, bottom * width + left)
                        + (sx - left) * deepAt(from, bottom * width + right);
                to[y * width + x] = (int) Math.round((1 - (sy - top)) * above + (sy - top) * below);
            }
        }
        return to;
    }

    /**
     * To the byte: of each row the first coordinate, and the step, in 32 fractional bits; of each coordinate, moved to
     * the nearest inside, 11 of them; one rounding.
     */
    static byte[] exact(byte[] from, int width, int height, int channels, AffineMap map) {
        byte[] to = new byte[from.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                long sx = inside(fixed(map.xy() * y + map.x0()) + x * fixed(map.xx()), width);
                long sy = inside(fixed(map.yy() * y + map.y0()) + x * fixed(map.yx()), height);
                int left = (int) (sx >> 11);
                int top = (int) (sy >> 11);
                int right = Math.min(width - 1, left + 1);
                int bottom = Math.min(height - 1, top + 1);
                long fx = sx & 2047;
                long fy = sy & 2047;
                for (int c = 0; c < channels; c++) {
                    long sum = (2048 - fx) * (2048 - fy) * at(from, width, channels, left, top, c)
                            + fx * (2048 - fy) * at(from, width, channels, right, top, c)
                            + (2048 - fx) * fy * at(from, width, channels, left, bottom, c)
                            + fx * fy * at(from, width, channels, right, bottom, c);
                    to[(y * width + x) * channels + c] = (byte) ((sum + (1 << 21)) >> 22);
                }
            }
        }
        return to;
    }

    private static long fixed(double coordinate) {
        return Math.round(coordinate * 0x1.0p32);
    }

    private static long inside(long coordinate, int side) {
        return Math.max(0, Math.min((side - 1L) << 11, coordinate >> 21));
    }

    private static int deepAt(byte[] from, int sample) {
        return (from[2 * sample] & 0xff) | (from[2 * sample + 1] & 0xff) << 8;
    }

    private static int at(byte[] from, int width, int channels, int x, int y, int c) {
        return from[(y * width + x) * channels + c] & 0xff;
    }
}
