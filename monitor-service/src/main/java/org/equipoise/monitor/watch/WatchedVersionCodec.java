package org.equipoise.monitor.watch;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

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
        try (var out = new BytesOutput()) {
            out.writeByte(FORMAT);
            version.writeTo(out);
            return out.written();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + version.id(), e);
        }
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
}
