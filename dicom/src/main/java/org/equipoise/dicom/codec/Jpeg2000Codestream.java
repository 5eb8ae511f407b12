package org.equipoise.dicom.codec;

import java.nio.ByteBuffer;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;

/**
 * A JPEG 2000 codestream (ITU-T T.800, annex A), read before a decoder sees it: that it has the size of the frame, and
 * that every tile-part is there, up to the end marker.
 */
final class Jpeg2000Codestream {

    private static final int SIGNATURE_BOX = 0x6A50_2020;
    private static final int CODESTREAM_BOX = 0x6A70_3263;
    private static final int MOST_TILES = 65_535;

    private final int precision;
    private final boolean signed;
    private final boolean transformed;
    private final Jpeg2000TileParts tileParts;

    private Jpeg2000Codestream(int precision, boolean signed, boolean transformed, Jpeg2000TileParts tileParts) {
        this.precision = precision;
        this.signed = signed;
        this.transformed = transformed;
        this.tileParts = tileParts;
    }

    /** The codestream of a frame, which must be as promised. */
    static Jpeg2000Codestream of(byte[] frame, Shape shape) throws DicomException {
        ByteBuffer in = bare(frame);
        int start = in.position();
        if (Jpeg2000Markers.next(in) != Jpeg2000Markers.START_OF_CODESTREAM
                || Jpeg2000Markers.next(in) != Jpeg2000Markers.SIZE) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "no start of a codestream", "FF4F FF51");
        }
        ByteBuffer size = Jpeg2000Markers.segment(in, 36);
        size.getShort();
        long[] grid = new long[8];
        for (int i = 0; i < grid.length; i++) {
            grid[i] = size.getInt() & 0xFFFF_FFFFL;
        }
        int components = size.getShort() & 0xFFFF;
        if (size.remaining() < 3 * components || components == 0) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, components + " components", size.remaining() / 3);
        }
        int depth = size.get(size.position()) & 0xFF;
        checkComponents(size, components, depth);
        int precision = (depth & 0x7F) + 1;
        shape.check(clamp(grid[0] - grid[2]), clamp(grid[1] - grid[3]), components, precision);
        int tiles = tiles(grid);
        boolean transformed = isTransformed(in);
        return new Jpeg2000Codestream(
                precision, (depth & 0x80) != 0, transformed, new Jpeg2000TileParts(frame, start, in, tiles));
    }

    /**
     * The codestream itself. DICOM has it bare (PS3.5, A.4.4); some writers leave it in the boxes of a JP2 file (ITU-T
     * T.800, annex I), whose other contents do not count here.
     */
    private static ByteBuffer bare(byte[] code) throws DicomException {
        ByteBuffer in = ByteBuffer.wrap(code);
        if (in.remaining() < 8 || in.getInt(0) != 12 || in.getInt(4) != SIGNATURE_BOX) {
            return in;
        }
        while (in.remaining() >= 8) {
            int start = in.position();
            long length = in.getInt() & 0xFFFF_FFFFL;
            int type = in.getInt();
            if (length == 0) {
                length = (long) code.length - start;
            }
            if (length < 8 || length > code.length - start) {
                throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "a box of " + length, code.length - start);
            }
            if (type == CODESTREAM_BOX) {
                return in.limit((int) (start + length));
            }
            in.position((int) (start + length));
        }
        throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "no codestream in a JP2 file", "");
    }

    private static void checkComponents(ByteBuffer size, int components, int depth) throws DicomException {
        for (int i = 0; i < components; i++) {
            if ((size.get() & 0xFF) != depth) {
                throw JpegSegments.unsupported("components of different precision");
            }
            int horizontal = size.get();
            int vertical = size.get();
            if (horizontal != 1 || vertical != 1) {
                throw JpegSegments.unsupported("components of different resolution");
            }
        }
    }

    private static int tiles(long[] grid) throws DicomException {
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
        return (int) tiles;
    }

    /** Goes to the first tile-part; whether the default coding style has a transform of components. */
    private static boolean isTransformed(ByteBuffer in) throws DicomException {
        boolean transformed = false;
        while (true) {
            int marker = Jpeg2000Markers.next(in);
            if (marker == Jpeg2000Markers.START_OF_TILE_PART) {
                in.position(in.position() - 2);
                return transformed;
            }
            if (marker == Jpeg2000Markers.CAPABILITIES) {
                throw JpegSegments.unsupported("capabilities of HTJ2K");
            }
            ByteBuffer segment = Jpeg2000Markers.segment(in, 0);
            if (marker == Jpeg2000Markers.CODING_STYLE && segment.remaining() >= 5) {
                transformed = segment.get(4) != 0;
            }
        }
    }

    private static int clamp(long value) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, value));
    }

    /** Bits of a sample, 1 to 16. */
    int precision() {
        return precision;
    }

    /** Whether samples are signed. */
    boolean signed() {
        return signed;
    }

    /** RGB if the decoder undoes a transform of components. */
    Decoded.Colour colour() {
        return transformed ? Decoded.Colour.RGB : Decoded.Colour.UNSAID;
    }

    /** The codestream as the decoder is given it. */
    byte[] forDecoder() throws DicomException {
        return tileParts.merged();
    }
}
