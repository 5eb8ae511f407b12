package org.equipoise.dicom.pixel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Element;
import org.equipoise.dicom.Reason;

/**
 * A table from stored values to others (PS3.3, C.7.6.3.1.5 and C.11.1.1.1). Values before its first entry have that of
 * the first, values after its last that of the last.
 */
final class LookupTable {

    private static final int MOST_ENTRIES = 65_536;

    private final int first;
    private final int bits;
    private final short[] entries;

    private LookupTable(int first, int bits, short[] entries) {
        this.first = first;
        this.bits = bits;
        this.entries = entries;
    }

    /**
     * The table of a descriptor with three numbers and its data; {@code signed} says of which kind the first value is.
     */
    static LookupTable of(DataSet dataSet, int descriptorTag, int dataTag, boolean signed) throws DicomException {
        ByteBuffer descriptor = buffer(dataSet, descriptorTag);
        if (descriptor.remaining() < 6) {
            throw DicomException.of(Reason.VALUE, descriptorTag, descriptor.remaining() + " bytes", "3 numbers");
        }
        int said = Short.toUnsignedInt(descriptor.getShort());
        int count = said == 0 ? MOST_ENTRIES : said;
        short start = descriptor.getShort();
        int bits = Short.toUnsignedInt(descriptor.getShort());
        if (bits < 8 || bits > 16) {
            throw DicomException.of(Reason.VALUE, descriptorTag, bits + " bits", "8 to 16");
        }
        ByteBuffer data = buffer(dataSet, dataTag);
        boolean bytes = bits == 8 && data.remaining() < 2 * count;
        if (data.remaining() < (bytes ? (count + 1) / 2 * 2 : 2 * count)) {
            throw DicomException.of(Reason.VALUE, dataTag, data.remaining() + " bytes", count + " entries");
        }
        short[] entries = new short[count];
        for (int i = 0; i < count; i++) {
            // Two entries of 8 bits in a word: the first in its lower byte.
            entries[i] = bytes ? (short) (data.getShort(i / 2 * 2) >> (i % 2 * 8) & 0xFF) : data.getShort(2 * i);
        }
        return new LookupTable(signed ? start : Short.toUnsignedInt(start), bits, entries);
    }

    private static ByteBuffer buffer(DataSet dataSet, int tag) throws DicomException {
        Optional<Element> element = dataSet.element(tag);
        if (element.isEmpty()) {
            throw DicomException.of(Reason.MISSING, tag, "", "");
        }
        ByteOrder order = element.get().order();
        return ByteBuffer.wrap(element.get().bytes()).order(order);
    }

    /** Bits of an entry, 8 to 16. */
    int bits() {
        return bits;
    }

    /** The entry of a stored value, in [0, 2^bits) if the file keeps its word. */
    int apply(int stored) {
        int index = Math.max(0, Math.min(entries.length - 1, stored - first));
        return entries[index] & 0xFFFF;
    }
}
