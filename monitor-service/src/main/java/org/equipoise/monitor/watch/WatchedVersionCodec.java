package org.equipoise.monitor.watch;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import org.equipoise.monitor.collapse.CollapsePolicy;

/**
 * A {@link WatchedVersion} to bytes and back, bit by bit: what is read goes on exactly as what was written. The first
 * byte is the format's number. Format 4 was written before there were {@linkplain org.equipoise.monitor.rhythm.Rhythms
 * rhythms}, which are learned anew, and {@linkplain UntestedStudies untested studies}, which are kept from then on;
 * earlier formats are not known any more.
 */
public final class WatchedVersionCodec {

    private static final int BEFORE_RHYTHMS = 4;
    private static final int FORMAT = 5;

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

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalStateException if it has an unknown format
     * @throws UncheckedIOException if it is none
     */
    public WatchedVersion read(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT && format != BEFORE_RHYTHMS) {
                throw new IllegalStateException(
                        "stored state has format " + format + ", known are " + BEFORE_RHYTHMS + " and " + FORMAT);
            }
            return WatchedVersion.readFrom(in, policy, format == FORMAT);
        } catch (IOException e) {
            throw new UncheckedIOException("not a stored model version", e);
        }
    }
}
