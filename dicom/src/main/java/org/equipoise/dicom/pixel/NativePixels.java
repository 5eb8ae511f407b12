package org.equipoise.dicom.pixel;

import java.io.IOException;
import java.nio.ByteOrder;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.StoredPixels;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.Vr;
import org.equipoise.dicom.codec.Shape;

/** Frames that are stored as they are, one after the other without padding between them (PS3.5, 8.1). */
final class NativePixels {

    private final StoredPixels stored;
    private final ImagePixel attributes;
    private final Shape shape;
    private final boolean swapped;
    private final boolean halved;

    NativePixels(StoredPixels stored, ImagePixel attributes) throws DicomException {
        this.stored = stored;
        this.attributes = attributes;
        this.shape = attributes.shape();
        // Bytes of an OW are in words, and so they change places in big endian (PS3.5, 7.3).
        boolean bigEndian = stored.order() == ByteOrder.BIG_ENDIAN;
        this.swapped = bigEndian && (shape.bitsAllocated() == 16 || stored.vr() == Vr.OW);
        this.halved = attributes.photometric() == PhotometricInterpretation.YBR_FULL_422;
        if (halved && (shape.columns() % 2 != 0 || attributes.planar())) {
            throw DicomException.of(Reason.VALUE, Tag.COLUMNS, shape.columns(), "even for YBR_FULL_422, not planar");
        }
        long bits = bitsOfFrame() * attributes.frames();
        if (stored.length() < (bits + 7) / 8) {
            throw DicomException.of(Reason.PIXELS_TRUNCATED, Tag.PIXEL_DATA, stored.length(), (bits + 7) / 8);
        }
    }

    private long bitsOfFrame() {
        return (halved ? 2L * shape.pixels() : shape.allSamples()) * shape.bitsAllocated();
    }

    /** The samples of a frame, as many bits as are allocated. */
    short[] frame(int frame) throws IOException, DicomException {
        long firstBit = bitsOfFrame() * frame;
        // Two bytes of a word belong together, so that a frame may begin within one.
        long start = firstBit / 16 * 2;
        long end = Math.min(stored.length(), (firstBit + bitsOfFrame() + 15) / 16 * 2);
        byte[] bytes = stored.read(start, (int) (end - start));
        if (swapped) {
            for (int i = 0; i + 1 < bytes.length; i += 2) {
                byte first = bytes[i];
                bytes[i] = bytes[i + 1];
                bytes[i + 1] = first;
            }
        }
        int skippedBits = (int) (firstBit - start * 8);
        if (shape.bitsAllocated() == 1) {
            return singleBits(bytes, skippedBits);
        }
        return halved ? pairs(bytes, skippedBits / 8) : whole(bytes, skippedBits / 8);
    }

    private short[] singleBits(byte[] bytes, int skipped) {
        short[] samples = new short[shape.pixels()];
        for (int i = 0; i < samples.length; i++) {
            int bit = skipped + i;
            samples[i] = (short) (bytes[bit >> 3] >> (bit & 7) & 1);
        }
        return samples;
    }

    private short[] whole(byte[] bytes, int skipped) {
        short[] samples = new short[shape.allSamples()];
        int pixels = shape.pixels();
        for (int i = 0; i < samples.length; i++) {
            int to = attributes.planar() ? i % pixels * shape.samples() + i / pixels : i;
            samples[to] = sample(bytes, skipped, i);
        }
        return samples;
    }

    /** Two values of Y, then one of each colour difference (PS3.3, C.7.6.3.1.2). */
    private short[] pairs(byte[] bytes, int skipped) {
        short[] samples = new short[shape.allSamples()];
        for (int i = 0, from = 0; i < samples.length; i += 6, from += 4) {
            samples[i] = sample(bytes, skipped, from);
            samples[i + 3] = sample(bytes, skipped, from + 1);
            samples[i + 1] = samples[i + 4] = sample(bytes, skipped, from + 2);
            samples[i + 2] = samples[i + 5] = sample(bytes, skipped, from + 3);
        }
        return samples;
    }

    private short sample(byte[] bytes, int skipped, int index) {
        if (shape.bitsAllocated() == 8) {
            return (short) (bytes[skipped + index] & 0xFF);
        }
        int at = skipped + 2 * index;
        return (short) ((bytes[at] & 0xFF) | bytes[at + 1] << 8);
    }
}
