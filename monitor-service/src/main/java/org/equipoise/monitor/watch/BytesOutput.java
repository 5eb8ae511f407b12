package org.equipoise.monitor.watch;

import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bytes that {@link DataOutputStream} would write, several times as fast where most are numbers: a version is
 * written after each prediction. Not thread-safe.
 */
final class BytesOutput extends OutputStream implements DataOutput {

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);

    /** Room for a few classes. */
    private static final int INITIAL = 8192;

    private final DataOutputStream text = new DataOutputStream(this);
    private byte[] bytes = new byte[INITIAL];
    private int length;

    private static VarHandle view(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN);
    }

    /** A copy of what was written. */
    byte[] written() {
        return Arrays.copyOf(bytes, length);
    }

    /** Makes room for {@code count} more bytes and returns where they begin. */
    private int advance(int count) {
        int at = length;
        length = Math.addExact(at, count);
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, Math.multiplyExact(bytes.length, 2)));
        }
        return at;
    }

    @Override
    public void write(int value) {
        int at = advance(Byte.BYTES);
        bytes[at] = (byte) value;
    }

    @Override
    public void write(byte[] from, int offset, int count) {
        int at = advance(count);
        System.arraycopy(from, offset, bytes, at, count);
    }

    @Override
    public void writeBoolean(boolean value) {
        write(value ? 1 : 0);
    }

    @Override
    public void writeByte(int value) {
        write(value);
    }

    @Override
    public void writeShort(int value) {
        int at = advance(Short.BYTES);
        SHORT.set(bytes, at, (short) value);
    }

    @Override
    public void writeChar(int value) {
        writeShort(value);
    }

    @Override
    public void writeInt(int value) {
        int at = advance(Integer.BYTES);
        INT.set(bytes, at, value);
    }

    @Override
    public void writeLong(long value) {
        int at = advance(Long.BYTES);
        LONG.set(bytes, at, value);
    }

    @Override
    public void writeFloat(float value) {
        writeInt(Float.floatToIntBits(value));
    }

    @Override
    public void writeDouble(double value) {
        writeLong(Double.doubleToLongBits(value));
    }

    @Override
    public void writeBytes(String value) throws IOException {
        text.writeBytes(value);
    }

    @Override
    public void writeChars(String value) throws IOException {
        text.writeChars(value);
    }

    @Override
    public void writeUTF(String value) throws IOException {
        text.writeUTF(value);
    }
}
