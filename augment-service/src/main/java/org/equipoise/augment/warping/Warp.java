package org.equipoise.augment.warping;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Resamples an image of 8 bits, or a grey one of 16, through an affine map, and a bend where there is one, bilinearly,
 * into an image of the same size.
 *
 * <p>Outside the image the nearest edge pixel goes on (edge replication). Filling with black instead would put a frame
 * of constant value beside bright tissue, and the network would learn the frame; reflecting would show anatomy twice.
 *
 * <p>Samples of 8 bits are exact to one grey level against double arithmetic: coordinates have 32 fractional bits and
 * weights 11, so that a weighted sum of four bytes fits an {@code int}. Those of 16 bits have weights of 22 bits, and
 * are exact to one level, too. Allocates nothing, but for a bend a few numbers a row.
 */
public final class Warp {

    private static final int COORDINATE_BITS = 32;
    private static final double COORDINATE_ONE = 0x1.0p32;
    private static final int WEIGHT_BITS = 11;
    private static final int WEIGHT_MASK = (1 << WEIGHT_BITS) - 1;
    private static final int WEIGHT_SHIFT = COORDINATE_BITS - WEIGHT_BITS;
    private static final int RESULT_BITS = 2 * WEIGHT_BITS;
    private static final int HALF = 1 << (RESULT_BITS - 1);

    /** Of samples of 16 bits: a weighted sum fits a {@code long}. */
    private static final int DEEP_WEIGHT_BITS = 22;

    private static final long DEEP_WEIGHT_MASK = (1L << DEEP_WEIGHT_BITS) - 1;
    private static final int DEEP_RESULT_BITS = 2 * DEEP_WEIGHT_BITS;
    private static final long DEEP_HALF = 1L << (DEEP_RESULT_BITS - 1);

    /** Two neighbours in one load. */
    private static final VarHandle PAIR = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** Two RGB neighbours, and two bytes more, in one load. */
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int width;
    private final int height;
    private final int channels;
    private final int bits;

    /**
     * @param channels 1 (grey) or 3 (RGB, interleaved)
     * @param bits of a sample: 8, or 16 of grey images
     */
    public Warp(int width, int height, int channels, int bits) {
        if (width < 1 || height < 1 || width > 1 << 15 || height > 1 << 15) {
            throw new IllegalArgumentException("sides must be 1 to 32768 pixels, got " + width + " x " + height);
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("need 1 or 3 channels, got " + channels);
        }
        if (bits != Byte.SIZE && (bits != Short.SIZE || channels != 1)) {
            throw new IllegalArgumentException("need 8 bits, or 16 with 1 channel, got " + bits + " with " + channels);
        }
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.bits = bits;
    }

    /** Bytes of one image. */
    public int length() {
        return Math.multiplyExact(width * height, channels * (bits / Byte.SIZE));
    }

    /**
     * Fills the target image.
     *
     * @param from array with the source image, shape {@code [height, width, channels]}, from {@code fromOffset};
     *     samples of 16 bits low byte first
     * @param map from a target pixel to its place in the source
     * @param to another array, with room for an image from {@code toOffset}
     */
    public void apply(byte[] from, int fromOffset, AffineMap map, byte[] to, int toOffset) {
        if (map.isIdentity()) {
            System.arraycopy(from, fromOffset, to, toOffset, length());
            return;
        }
        if (bits == Short.SIZE) {
            deep(from, fromOffset, map, to, toOffset);
            return;
        }
        long dx = fixed(map.xx());
        long dy = fixed(map.yx());
        // The last column whose right neighbour exists; RGB stays one more away, because it loads two bytes too many.
        long lastX = ((long) width - (channels == 1 ? 1 : 2)) << COORDINATE_BITS;
        long lastY = ((long) height - 1) << COORDINATE_BITS;
        for (int y = 0; y < height; y++) {
            long sx = fixed(map.xy() * y + map.x0());
            long sy = fixed(map.yy() * y + map.y0());
            int begin = Math.max(firstInside(sx, dx, lastX), firstInside(sy, dy, lastY));
            int end = Math.min(endInside(sx, dx, lastX), endInside(sy, dy, lastY));
            if (begin >= end) {
                begin = 0;
                end = 0;
            }
            int row = toOffset + y * width * channels;
            border(from, fromOffset, sx, sy, dx, dy, 0, begin, to, row);
            if (channels == 1) {
                greyInterior(from, fromOffset, sx, sy, dx, dy, begin, end, to, row);
            } else {
                rgbInterior(from, fromOffset, sx, sy, dx, dy, begin, end, to, row);
            }
            border(from, fromOffset, sx, sy, dx, dy, end, width, to, row);
        }
    }

    /**
     * The same, each target pixel moved by the bend before the map takes it to the source.
     *
     * @param bend smooth displacements
     */
    public void apply(byte[] from, int fromOffset, AffineMap map, Bend bend, byte[] to, int toOffset) {
        int sampleBytes = channels * (bits / Byte.SIZE);
        for (int y = 0; y < height; y++) {
            Bend.Row row = bend.row((y + 0.5) / height);
            for (int x = 0; x < width; x++) {
                double along = (x + 0.5) / width;
                double bentX = x + row.right(along) * width;
                double bentY = y + row.down(along) * height;
                long sx = fixed(map.xx() * bentX + map.xy() * bentY + map.x0());
                long sy = fixed(map.yx() * bentX + map.yy() * bentY + map.y0());
                int at = toOffset + (y * width + x) * sampleBytes;
                if (bits == Short.SIZE) {
                    deepPixel(from, fromOffset, sx, sy, to, at);
                } else {
                    pixel(from, fromOffset, sx, sy, to, at);
                }
            }
        }
    }

    /** Pixels all of whose four neighbours are inside. */
    private void greyInterior(
            byte[] from, int offset, long sx0, long sy0, long dx, long dy, int begin, int end, byte[] to, int row) {
        long sx = sx0 + begin * dx;
        long sy = sy0 + begin * dy;
        for (int x = begin; x < end; x++) {
            int at = offset + (int) (sy >> COORDINATE_BITS) * width + (int) (sx >> COORDINATE_BITS);
            int fx = (int) (sx >> WEIGHT_SHIFT) & WEIGHT_MASK;
            int fy = (int) (sy >> WEIGHT_SHIFT) & WEIGHT_MASK;
            int above = (short) PAIR.get(from, at);
            int below = (short) PAIR.get(from, at + width);
            to[row + x] = blend(above & 0xff, (above >> 8) & 0xff, below & 0xff, (below >> 8) & 0xff, fx, fy);
            sx += dx;
            sy += dy;
        }
    }

    private void rgbInterior(
            byte[] from, int offset, long sx0, long sy0, long dx, long dy, int begin, int end, byte[] to, int row) {
        long sx = sx0 + begin * dx;
        long sy = sy0 + begin * dy;
        int out = row + 3 * begin;
        for (int x = begin; x < end; x++) {
            int at = offset + 3 * ((int) (sy >> COORDINATE_BITS) * width + (int) (sx >> COORDINATE_BITS));
            int fx = (int) (sx >> WEIGHT_SHIFT) & WEIGHT_MASK;
            int fy = (int) (sy >> WEIGHT_SHIFT) & WEIGHT_MASK;
            long above = (long) EIGHT.get(from, at);
            long below = (long) EIGHT.get(from, at + 3 * width);
            int a = (int) above;
            int aNext = (int) (above >>> 24);
            int b = (int) below;
            int bNext = (int) (below >>> 24);
            to[out] = blend(a & 0xff, aNext & 0xff, b & 0xff, bNext & 0xff, fx, fy);
            to[out + 1] = blend((a >> 8) & 0xff, (aNext >> 8) & 0xff, (b >> 8) & 0xff, (bNext >> 8) & 0xff, fx, fy);
            to[out + 2] = blend((a >> 16) & 0xff, (aNext >> 16) & 0xff, (b >> 16) & 0xff, (bNext >> 16) & 0xff, fx, fy);
            out += 3;
            sx += dx;
            sy += dy;
        }
    }

    /** Pixels near or outside the edge. */
    private void border(
            byte[] from, int offset, long sx0, long sy0, long dx, long dy, int begin, int end, byte[] to, int row) {
        for (int x = begin; x < end; x++) {
            pixel(from, offset, sx0 + x * dx, sy0 + x * dy, to, row + x * channels);
        }
    }

    /** One pixel from anywhere: a coordinate is moved to the nearest one inside. */
    private void pixel(byte[] from, int offset, long anyX, long anyY, byte[] to, int at) {
        long sx = Math.max(0, Math.min(((long) width - 1) << COORDINATE_BITS, anyX));
        long sy = Math.max(0, Math.min(((long) height - 1) << COORDINATE_BITS, anyY));
        int left = (int) (sx >> COORDINATE_BITS);
        int top = (int) (sy >> COORDINATE_BITS);
        int fx = (int) (sx >> WEIGHT_SHIFT) & WEIGHT_MASK;
        int fy = (int) (sy >> WEIGHT_SHIFT) & WEIGHT_MASK;
        int above = offset + (top * width + left) * channels;
        int below = top + 1 < height ? above + width * channels : above;
        int next = left + 1 < width ? channels : 0;
        for (int c = 0; c < channels; c++) {
            to[at + c] = blend(
                    from[above + c] & 0xff,
                    from[above + next + c] & 0xff,
                    from[below + c] & 0xff,
                    from[below + next + c] & 0xff,
                    fx,
                    fy);
        }
    }

    /** As {@link #border}, all over the image. */
    private void deep(byte[] from, int fromOffset, AffineMap map, byte[] to, int toOffset) {
        long dx = fixed(map.xx());
        long dy = fixed(map.yx());
        for (int y = 0; y < height; y++) {
            long sx0 = fixed(map.xy() * y + map.x0());
            long sy0 = fixed(map.yy() * y + map.y0());
            for (int x = 0; x < width; x++) {
                deepPixel(from, fromOffset, sx0 + x * dx, sy0 + x * dy, to, toOffset + Short.BYTES * (y * width + x));
            }
        }
    }

    /** As {@link #pixel}, of 16 bits. */
    private void deepPixel(byte[] from, int offset, long anyX, long anyY, byte[] to, int at) {
        long sx = Math.max(0, Math.min(((long) width - 1) << COORDINATE_BITS, anyX));
        long sy = Math.max(0, Math.min(((long) height - 1) << COORDINATE_BITS, anyY));
        int left = (int) (sx >> COORDINATE_BITS);
        int top = (int) (sy >> COORDINATE_BITS);
        int above = offset + Short.BYTES * (top * width + left);
        int below = top + 1 < height ? above + Short.BYTES * width : above;
        int next = left + 1 < width ? Short.BYTES : 0;
        int blended = blendDeep(
                (short) PAIR.get(from, above) & 0xffff,
                (short) PAIR.get(from, above + next) & 0xffff,
                (short) PAIR.get(from, below) & 0xffff,
                (short) PAIR.get(from, below + next) & 0xffff,
                sx >> (COORDINATE_BITS - DEEP_WEIGHT_BITS) & DEEP_WEIGHT_MASK,
                sy >> (COORDINATE_BITS - DEEP_WEIGHT_BITS) & DEEP_WEIGHT_MASK);
        PAIR.set(to, at, (short) blended);
    }

    private static int blendDeep(int topLeft, int topRight, int bottomLeft, int bottomRight, long fx, long fy) {
        long top = ((long) topLeft << DEEP_WEIGHT_BITS) + fx * (topRight - topLeft);
        long bottom = ((long) bottomLeft << DEEP_WEIGHT_BITS) + fx * (bottomRight - bottomLeft);
        return (int) (((top << DEEP_WEIGHT_BITS) + fy * (bottom - top) + DEEP_HALF) >> DEEP_RESULT_BITS);
    }

    private static byte blend(int topLeft, int topRight, int bottomLeft, int bottomRight, int fx, int fy) {
        int top = (topLeft << WEIGHT_BITS) + fx * (topRight - topLeft);
        int bottom = (bottomLeft << WEIGHT_BITS) + fx * (bottomRight - bottomLeft);
        return (byte) (((top << WEIGHT_BITS) + fy * (bottom - top) + HALF) >> RESULT_BITS);
    }

    private static long fixed(double value) {
        return Math.round(value * COORDINATE_ONE);
    }

    /** The first x >= 0 with {@code 0 <= start + x * step < limit}, if there is any. */
    private int firstInside(long start, long step, long limit) {
        if (start >= 0 && start < limit) {
            return 0;
        }
        if (step == 0 || start >= 0 == step > 0) {
            return width;
        }
        // Rising from below 0 to at least 0, or falling from the limit to below it.
        long first = step > 0 ? ceilDiv(-start, step) : Math.floorDiv(start - limit, -step) + 1;
        return (int) Math.min(width, first);
    }

    /** The first x behind those that {@link #firstInside} begins. */
    private int endInside(long start, long step, long limit) {
        if (step == 0) {
            return width;
        }
        long end = step > 0 ? ceilDiv(limit - start, step) : Math.floorDiv(start, -step) + 1;
        return (int) Math.max(0, Math.min(width, end));
    }

    private static long ceilDiv(long a, long b) {
        return -Math.floorDiv(-a, b);
    }
}
