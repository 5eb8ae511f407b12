package org.equipoise.dicom.codec;

import java.nio.ByteBuffer;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;

/** Markers of JPEG 2000 and their segments (ITU-T T.800, annex A.1 and A.2). */
final class Jpeg2000Markers {

    static final int START_OF_CODESTREAM = 0xFF4F;
    static final int CAPABILITIES = 0xFF50;
    static final int SIZE = 0xFF51;
    static final int CODING_STYLE = 0xFF52;
    static final int TILE_PART_LENGTHS = 0xFF55;
    static final int PACKET_LENGTHS_MAIN = 0xFF57;
    static final int PACKET_LENGTHS = 0xFF58;
    static final int COMMENT = 0xFF64;
    static final int START_OF_TILE_PART = 0xFF90;
    static final int START_OF_DATA = 0xFF93;
    static final int END_OF_CODESTREAM = 0xFFD9;

    private Jpeg2000Markers() {}

    /** Takes a marker. */
    static int next(ByteBuffer in) throws DicomException {
        if (in.remaining() < 2) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "no marker at byte " + in.position(), "FFD9");
        }
        int marker = in.getShort() & 0xFFFF;
        if (marker >>> 8 != 0xFF) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, String.format("%04X for a marker", marker), "FF");
        }
        return marker;
    }

    /** Takes what belongs to a marker, at least so many bytes behind its length. */
    static ByteBuffer segment(ByteBuffer in, int least) throws DicomException {
        int length = in.remaining() < 2 ? 0 : in.getShort(in.position()) & 0xFFFF;
        if (length < least + 2 || length > in.remaining()) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "a segment of " + length, in.remaining());
        }
        ByteBuffer segment = in.slice(in.position() + 2, length - 2);
        in.position(in.position() + length);
        return segment;
    }
}
