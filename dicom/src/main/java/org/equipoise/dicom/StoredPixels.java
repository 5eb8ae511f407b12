package org.equipoise.dicom;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The value of a Pixel Data element (7FE0,0010) as it is stored: one stretch of bytes if it is native, and the Basic
 * Offset Table followed by the fragments if it is encapsulated (PS3.5, A.4). It stays where the object was read from.
 */
public final class StoredPixels {

    /** Where a stretch lies. */
    record Stretch(long position, long length) {}

    private final Bytes bytes;
    private final Vr vr;
    private final ByteOrder order;
    private final boolean encapsulated;
    private final List<Stretch> stretches;

    StoredPixels(Bytes bytes, Vr vr, ByteOrder order, boolean encapsulated, List<Stretch> stretches) {
        this.bytes = bytes;
        this.vr = vr;
        this.order = order;
        this.encapsulated = encapsulated;
        this.stretches = List.copyOf(stretches);
    }

    /** OB or OW. */
    public Vr vr() {
        return vr;
    }

    /** The order of the bytes of a sample, if the pixels are native. */
    public ByteOrder order() {
        return order;
    }

    /** Whether the value is fragments. */
    public boolean isEncapsulated() {
        return encapsulated;
    }

    /** Bytes of native pixels. */
    public long length() {
        return stretches.get(0).length();
    }

    /** Copies native pixels; who asks knows that they are there. */
    public byte[] read(long offset, int length) throws IOException {
        byte[] copy = new byte[length];
        bytes.read(stretches.get(0).position() + offset, copy, 0, length);
        return copy;
    }

    /** Bytes of the Basic Offset Table; 0 if there is none. */
    public long basicOffsetTableLength() {
        return stretches.get(0).length();
    }

    /** The entries of the Basic Offset Table: the place of each frame's first fragment; empty if there is none. */
    public List<Long> basicOffsets() throws IOException {
        Stretch table = stretches.get(0);
        Cursor cursor = new Cursor(bytes);
        cursor.moveTo(table.position());
        List<Long> offsets = new ArrayList<>();
        for (long i = 0; i + 4 <= table.length(); i += 4) {
            offsets.add(cursor.u32());
        }
        return offsets;
    }

    /** How many fragments there are. */
    public int fragments() {
        return stretches.size() - 1;
    }

    /** Bytes of a fragment, from 0 on. */
    public long fragmentLength(int fragment) {
        return stretches.get(fragment + 1).length();
    }

    /** Where a fragment's item begins, counted as offset tables do: from the item of the first fragment. */
    public long fragmentOffset(int fragment) {
        return stretches.get(fragment + 1).position() - stretches.get(1).position();
    }

    /** Copies the beginning of a fragment; who asks knows its length. */
    public void readFragment(int fragment, byte[] into, int offset, int length) throws IOException {
        bytes.read(stretches.get(fragment + 1).position(), into, offset, length);
    }

    /** Copies the end of a fragment, at most so many bytes. */
    public byte[] endOfFragment(int fragment, int most) throws IOException {
        Stretch stretch = stretches.get(fragment + 1);
        byte[] end = new byte[(int) Math.min(most, stretch.length())];
        bytes.read(stretch.position() + stretch.length() - end.length, end, 0, end.length);
        return end;
    }
}
