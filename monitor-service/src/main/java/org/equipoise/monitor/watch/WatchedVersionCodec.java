package org.equipoise.monitor.watch;

import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.monitor.collapse.CollapsePolicy;

/**
 * A {@link WatchedVersion} to bytes and back, bit by bit: what is read goes on exactly as what was written. The first
 * byte is the format's number. Format 4 was written before there were {@linkplain org.equipoise.monitor.rhythm.Rhythms
 * rhythms}, which are learned anew, and {@linkplain UntestedStudies untested studies}, which are kept from then on;
 * earlier formats are not known any more.
 */
public final class WatchedVersionCodec {

    /** More are no stored version: whoever believed the number would run out of memory. */
    private static final int MOST_CLASSES_READ = 10_000;

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
            writeTo(out, version);
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
            return readFrom(in, format == FORMAT);
        } catch (IOException e) {
            throw new UncheckedIOException("not a stored model version", e);
        }
    }

    /** Everything but the policy. */
    private static void writeTo(DataOutput out, WatchedVersion version) throws IOException {
        out.writeUTF(version.model());
        out.writeUTF(version.version());
        out.writeInt(version.labels().size());
        for (String label : version.labels()) {
            out.writeUTF(label);
        }
        out.writeLong(version.conditionSince().toEpochMilli());
        version.counts().writeTo(out);
        out.writeBoolean(version.superseded());
        version.counts().writeAnswersTo(out);
        version.recent().writeTo(out);
        version.tests().writeTo(out);
        version.counts().rhythms().writeTo(out);
        version.tests().writeUntestedTo(out);
    }

    /** @param whole whether the rhythms and the untested studies stand behind it; an earlier format has none */
    private WatchedVersion readFrom(DataInput in, boolean whole) throws IOException {
        String model = in.readUTF();
        String name = in.readUTF();
        List<String> labels = labels(in);
        long conditionSinceMillis = in.readLong();
        var counts = new VersionCounts(labels.size());
        counts.readFrom(in);
        boolean superseded = in.readBoolean();
        counts.readAnswersFrom(in);
        var recent = new RecentShares(labels.size());
        recent.readFrom(in);
        VersionTests tests = VersionTests.readFrom(in, labels, policy);
        if (whole) {
            counts.readRhythmsFrom(in);
            tests.readUntestedFrom(in);
        } else {
            tests.keepUntestedFromNowOn();
        }
        return new WatchedVersion(model, name, labels, policy, counts, recent, tests, superseded, conditionSinceMillis);
    }

    private static List<String> labels(DataInput in) throws IOException {
        int classes = in.readInt();
        if (classes < 2 || classes > MOST_CLASSES_READ) {
            throw new IOException(classes + " classes");
        }
        List<String> labels = new ArrayList<>(classes);
        for (int k = 0; k < classes; k++) {
            labels.add(in.readUTF());
        }
        return List.copyOf(labels);
    }
}
