package org.equipoise.common.npz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * One array of an npz file: a type, a shape and its bytes in C order, little-endian.
 *
 * <p>Supported types: {@code |u1}, {@code |b1}, {@code |i1}, {@code <u2}, {@code <i4}, {@code <i8}, {@code <f4},
 * {@code <f8}.
 */
public final class NpyArray {

    private final String dtype;
    private final List<Integer> shape;
    private final byte[] data;

    NpyArray(String dtype, List<Integer> shape, byte[] data) {
        this.dtype = dtype;
        this.shape = List.copyOf(shape);
        this.data = data;
        long elements = 1;
        for (int d : shape) {
            elements *= d;
        }
        long expected = elements * itemSize(dtype);
        if (expected != data.length) {
            throw new IllegalArgumentException(
                    dtype + " " + shape + " needs " + expected + " bytes, got " + data.length);
        }
    }

    /** Unsigned bytes ({@code |u1}); the array is not copied. */
    public static NpyArray ofBytes(byte[] values, int... shape) {
        return new NpyArray("|u1", Arrays.stream(shape).boxed().toList(), values);
    }

    /** Unsigned values of 16 bits ({@code <u2}), low byte first; the array is not copied. */
    public static NpyArray ofUnsignedShorts(byte[] littleEndian, int... shape) {
        return new NpyArray("<u2", Arrays.stream(shape).boxed().toList(), littleEndian);
    }

    /** 32-bit integers ({@code <i4}). */
    public static NpyArray ofInts(int[] values, int... shape) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asIntBuffer().put(values);
        return new NpyArray("<i4", Arrays.stream(shape).boxed().toList(), buffer.array());
    }

    /** 32-bit floats ({@code <f4}). */
    public static NpyArray ofFloats(float[] values, int... shape) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return new NpyArray("<f4", Arrays.stream(shape).boxed().toList(), buffer.array());
    }

    /** NumPy's type string, e.g. {@code |u1}. */
    public String dtype() {
        return dtype;
    }

    public List<Integer> shape() {
        return shape;
    }

    /** Elements in all dimensions together. */
    public int size() {
        return data.length / itemSize(dtype);
    }

    /** The unsigned bytes of a {@code |u1} array; not a copy. */
    public byte[] bytes() {
        require("|u1");
        return data;
    }

    /** The bytes of a {@code <u2} array, low byte first; not a copy. */
    public byte[] unsignedShorts() {
        require("<u2");
        return data;
    }

    /**
     * Any integer type as {@code int}.
     *
     * @throws IllegalArgumentException if it is of another type, or a 64-bit value does not fit
     */
    public int[] toInts() {
        ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        int[] out = new int[size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = switch (dtype) {
                case "|u1", "|b1" -> data[i] & 0xff;
                case "|i1" -> data[i];
                case "<u2" -> buffer.getShort(2 * i) & 0xffff;
                case "<i4" -> buffer.getInt(4 * i);
                case "<i8" -> small(buffer.getLong(8 * i));
                default -> throw new IllegalArgumentException("not an integer array: " + dtype);
            };
        }
        return out;
    }

    private static int small(long value) {
        if (value != (int) value) {
            throw new IllegalArgumentException("expected integers of 32 bits, got " + value);
        }
        return (int) value;
    }

    /** The values of a {@code <f4} array. */
    public float[] toFloats() {
        require("<f4");
        float[] out = new float[size()];
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(out);
        return out;
    }

    byte[] raw() {
        return data;
    }

    static int itemSize(String dtype) {
        return switch (dtype) {
            case "|u1", "|b1", "|i1" -> 1;
            case "<u2" -> 2;
            case "<i4", "<f4" -> 4;
            case "<i8", "<f8" -> 8;
            default ->
                throw new IllegalArgumentException("unsupported NumPy type " + dtype
                        + (dtype.startsWith(">") ? ": it is big-endian, save it as <" + dtype.substring(1) : ""));
        };
    }

    private void require(String expected) {
        if (!dtype.equals(expected)) {
            throw new IllegalArgumentException("expected a " + expected + " array, got " + dtype);
        }
    }
}
