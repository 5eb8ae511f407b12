package org.equipoise.dicom.codec;

import java.nio.ByteBuffer;
import java.util.BitSet;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;

/**
 * What a JPEG 2000 codestream says of itself (ITU-T T.800, annex A), read before a decoder sees it: that it has the
 * size of the frame, and that every tile-part is there to its last byte, up to the end marker.
 *
 * @param precision bits of a sample, 1 to 16
 * @param signed whether samples are signed
 * @param transformed whether its decoder undoes a transform of colours
 */
record Jpeg2000Header(int precision, boolean signed, boolean transformed) {

    private static final int START_OF_CODESTREAM = 0xFF4F;
    private static final int SIZE = 0xFF51;
    private static final int CAPABILITIES = 0xFF50;
    private static final int CODING_STYLE = 0xFF52;
    private static final int START_OF_TILE_PART = 0xFF90;
    private static final int END_OF_CODESTREAM = 0xFFD9;
    private static final int MOST_TILES = 65_535;

    static Jpeg2000Header read(byte[] code, Shape shape) throws DicomException {
        ByteBuffer in = ByteBuffer.wrap(code);
        if (marker(in) != START_OF_CODESTREAM || marker(in) != SIZE) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "no start of a codestream", "FF4F FF51");
        }
        ByteBuffer size = segment(in, 36);
        size.getShort();
        long[] grid = new long[8];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = size.getInt() & 0xFFFF_FFFFL;
        }
        int components = size.getShort() & 0xFFFF;
        if (size.remaining() < 3 * components || components == 0) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, components + " components", size.remaining() / 3);
        }
        int depth = size.get() & 0xFF;
        checkComponents(size, components, depth);
        int precision = (depth & 0x7F) + 1;
        shape.check(clamp(grid[0] - grid[2]), clamp(grid[1] - grid[3]), components, precision);
        long tiles = tiles(grid);
        boolean transformed = false;
        while (true) {
            int marker = marker(in);
            if (marker == START_OF_TILE_PART) {
                break;
            }
            if (marker == CAPABILITIES) {
                throw JpegSegments.unsupported("capabilities of HTJ2K");
            }
            ByteBuffer segment = segment(in, 0);
            if (marker == CODING_STYLE && segment.remaining() >= 5) {
                transformed = segment.get(segment.position() + 4) != 0;
            }
        }
        tileParts(in, (int) tiles);
        return new Jpeg2000Header(precision, (depth & 0x80) != 0, transformed);
    }

    private static void checkComponents(ByteBuffer size, int components, int depth) throws DicomException {
        for (int i = 0; i < components; i++) {
            if (i > 0 && (size.get() & 0xFF) != depth) {
                throw JpegSegments.unsupported("components of different precision");
            }
            if (size.get() != 1 || size.get() != 1) {
                throw JpegSegments.unsupported("components of different resolution");
            }
        }
    }

    private static long tiles(long[] grid) throws DicomException {
        long width = grid[4];
        long height = grid[5];
        if (width == 0 || height == 0 || grid[6] > grid[2] || grid[7] > grid[3]) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "tiles of " + width + " by " + height, "");
        }
        long across = (grid[0] - grid[6] + width - 1) / width;
        long tiles = across * ((grid[1] - grid[7] + height - 1) / height);
        if (tiles < 1 || tiles > MOST_TILES) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, tiles + " tiles", MOST_TILES);
        }
        return tiles;
    }

    /** From the first tile-part, whose marker has been read, to the end. */
    private static void tileParts(ByteBuffer in, int tiles) throws DicomException {
        BitSet seen = new BitSet();
        int marker = START_OF_TILE_PART;
        while (marker == START_OF_TILE_PART) {
            int start = in.position() - 2;
            ByteBuffer segment = segment(in, 8);
            int tile = segment.getShort() & 0xFFFF;
            long length = segment.getInt() & 0xFFFF_FFFFL;
            if (tile >= tiles || (length != 0 && length < 14)) {
                throw DicomException.of(Reason.CODESTREAM_CORRUPT, "tile " + tile + " of " + length + " bytes", tiles);
            }
            seen.set(tile);
            long end = length == 0 ? lastMarker(in) : start + length;
            if (end > in.limit()) {
                throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "a tile-part to byte " + end, in.limit());
            }
            in.position((int) end);
            marker = marker(in);
        }
        if (marker != END_OF_CODESTREAM) {
            throw DicomException.of(
                    Reason.CODESTREAM_CORRUPT, String.format("%04X behind a tile-part", marker), "FF90 or FFD9");
        }
        if (seen.cardinality() < tiles) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, seen.cardinality() + " tiles", tiles);
        }
    }

    /** A tile-part of unknown length goes to the end marker, which only padding may follow. */
    private static int lastMarker(ByteBuffer in) throws DicomException {
        int end = in.limit();
        while (end > in.position() + 2 && in.get(end - 1) == 0) {
            end--;
        }
        if (end - 2 < in.position() || (in.getShort(end - 2) & 0xFFFF) != END_OF_CODESTREAM) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "no end of the codestream", "FFD9");
        }
        return end - 2;
    }

    private static int marker(ByteBuffer in) throws DicomException {
        if (in.remaining() < 2) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "no marker at byte " + in.position(), "FFD9");
        }
        int marker = in.getShort() & 0xFFFF;
        if (marker >>> 8 != 0xFF) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, String.format("%04X for a marker", marker), "FF");
        }
        return marker;
    }

    private static ByteBuffer segment(ByteBuffer in, int least) throws DicomException {
        int length = in.remaining() < 2 ? 0 : in.getShort(in.position()) & 0xFFFF;
        if (length < least + 2 || length > in.remaining()) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "a segment of " + length, in.remaining());
        }
        ByteBuffer segment = in.slice(in.position() + 2, length - 2);
        in.position(in.position() + length);
        return segment;
    }

    private static int clamp(long value) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, value));
    }

    /** What the attributes may say of colours. */
    Decoded.Colour colour() {
        return transformed ? Decoded.Colour.RGB : Decoded.Colour.UNSAID;
    }
}
