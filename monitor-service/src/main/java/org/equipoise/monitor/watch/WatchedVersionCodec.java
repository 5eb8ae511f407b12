package org.equipoise.monitor.watch;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

import org.equipoise.monitor.collapse.CollapsePolicy;

/** A {@link WatchedVersion} to bytes and back, bit by bit: what is read goes on exactly as what was written. */
public final class WatchedVersionCodec {

    private static final int FORMAT = 4;

    private final CollapsePolicy policy;

    /** A codec; limits are not stored but come from {@code policy}. */
    public WatchedVersionCodec(CollapsePolicy policy) {
        this.policy = policy;
    }

    /** The whole state. */
    public byte[] write(WatchedVersion version) {
        var bytes = new Buffer();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            version.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + version.id(), e);
        }
        return bytes.written();
    }

    /** Reads what {@link #write} wrote. */
    public WatchedVersion read(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("stored state has format " + format + ", expected " + FORMAT);
            }
            return WatchedVersion.readFrom(in, policy);
        } catch (IOException e) {
            throw new UncheckedIOException("not a stored model version", e);
        }
    }

    /**
     * Room for a few classes, and without the locks of {@link java.io.ByteArrayOutputStream}: this is written often.
     */
    private static final class Buffer extends OutputStream {
        private byte[] bytes = new byte[8192];
        private int length;

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int count) {
            if (length + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * Math.max(bytes.length, count));
            }
            System.arraycopy(from, offset, bytes, length, count);
            length += count;
        }

        byte[] written() {
            return Arrays.copyOf(bytes, length);
        }
    }
}
