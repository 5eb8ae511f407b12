package org.equipoise.augment.warping;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/**
 * Resamples an image of 8 bits, or a grey one of 16, through an affine map, and a bend where there is one, bilinearly,
 * into an image of the same size.
 *
 * <p>Outside the image the nearest edge pixel goes on (edge replication). Filling with black instead would put a frame
 * of constant value beside bright tissue, and the network would learn the frame; reflecting would show anatomy twice.
 *
 * <p>Samples of 8 bits are exact to one grey level against double arithmetic: coordinates have 32 fractional bits and
 * weights 11, so that a weighted sum of four bytes fits an {@code int}. Those of 16 bits have weights of 22 bits, and
 * are exact to one level, too. Allocates nothing, but for a bend a few numbers a row; for one thread at a time.
 */
public final class Warp {

    private static final int COORDINATE_BITS = Axis.COORDINATE_BITS;
    private static final double COORDINATE_ONE = 0x1.0p32;
    private static final int WEIGHT_BITS = Axis.WEIGHT_BITS;
    private static final int WEIGHT_MASK = (1 << WEIGHT_BITS) - 1;
    private static final int WEIGHT_SHIFT = COORDINATE_BITS - WEIGHT_BITS;
    private static final int RESULT_BITS = 2 * WEIGHT_BITS;
    private static final int HALF = 1 << (RESULT_BITS - 1);

    /** Of samples of 16 bits: a weighted sum fits a {@code long}. */
    private static final int DEEP_WEIGHT_BITS = 22;

    private static final long DEEP_WEIGHT_MASK = (1L << DEEP_WEIGHT_BITS) - 1;
    private static final int DEEP_RESULT_BITS = 2 * DEEP_WEIGHT_BITS;
    private static final long DEEP_HALF = 1L << (DEEP_RESULT_BITS - 1);

    /** A sample of 16 bits in one load. */
    private static final VarHandle SAMPLE =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final int width;
    private final int height;
    private final int channels;
    private final int bits;

    /** Of samples of 8 bits; absent where a side has no two pixels to lie between. */
    private final @Nullable Tile tile;

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
        tile = bits == Byte.SIZE && width > 1 && height > 1 ? new Tile(width, height, channels) : null;
    }

    /** Bytes of one image. */
    public int length() {
        return Math.multiplyExact(width * height, pixelBytes());
    }

    private int pixelBytes() {
        return channels * (bits / Byte.SIZE);
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
        Tile rows = tile;
        if (rows == null || !near(map)) {
            anywhere(from, fromOffset, map, to, toOffset);
            return;
        }
        rows.step(fixed(map.xx()), fixed(map.yx()));
        for (int first = 0; first < height; first += rows.rows()) {
            int filled = Math.min(rows.rows(), height - first);
            for (int row = 0; row < filled; row++) {
                int y = first + row;
                rows.place(row, fixed(map.xy() * y + map.x0()), fixed(map.yy() * y + map.y0()));
            }
            rows.write(filled, from, fromOffset, to, toOffset + first * width * channels);
        }
    }

    /** Whether all the target lies so near the source that a {@link Tile} can say where. */
    private boolean near(AffineMap map) {
        return Math.abs(map.xx()) * width + Math.abs(map.xy()) * height + Math.abs(map.x0()) < Axis.REACH
                && Math.abs(map.yx()) * width + Math.abs(map.yy()) * height + Math.abs(map.y0()) < Axis.REACH;
    }

    /**
     * The same, each target pixel moved by the bend before the map takes it to the source.
     *
     * @param bend smooth displacements
     */
    public void apply(byte[] from, int fromOffset, AffineMap map, Bend bend, byte[] to, int toOffset) {
        for (int y = 0; y < height; y++) {
            Bend.Row row = bend.row((y + 0.5) / height);
            for (int x = 0; x < width; x++) {
                double along = (x + 0.5) / width;
                double bentX = x + row.right(along) * width;
                double bentY = y + row.down(along) * height;
                long sx = fixed(map.xx() * bentX + map.xy() * bentY + map.x0());
                long sy = fixed(map.yx() * bentX + map.yy() * bentY + map.y0());
                pixel(from, fromOffset, sx, sy, to, toOffset + (y * width + x) * pixelBytes());
            }
        }
    }

    /** One pixel from anywhere: a coordinate is moved to the nearest one inside. */
    private void pixel(byte[] from, int offset, long anyX, long anyY, byte[] to, int at) {
        if (bits == Short.SIZE) {
            deepPixel(from, offset, anyX, anyY, to, at);
            return;
        }
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

    /** Pixel by pixel: of 16 bits, of one row or column, or from very far away. */
    private void anywhere(byte[] from, int fromOffset, AffineMap map, byte[] to, int toOffset) {
        long dx = fixed(map.xx());
        long dy = fixed(map.yx());
        int at = toOffset;
        for (int y = 0; y < height; y++) {
            long sx = fixed(map.xy() * y + map.x0());
            long sy = fixed(map.yy() * y + map.y0());
            for (int x = 0; x < width; x++) {
                pixel(from, fromOffset, sx + x * dx, sy + x * dy, to, at);
                at += pixelBytes();
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
                (short) SAMPLE.get(from, above) & 0xffff,
                (short) SAMPLE.get(from, above + next) & 0xffff,
                (short) SAMPLE.get(from, below) & 0xffff,
                (short) SAMPLE.get(from, below + next) & 0xffff,
                sx >> (COORDINATE_BITS - DEEP_WEIGHT_BITS) & DEEP_WEIGHT_MASK,
                sy >> (COORDINATE_BITS - DEEP_WEIGHT_BITS) & DEEP_WEIGHT_MASK);
        SAMPLE.set(to, at, (short) blended);
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
}
