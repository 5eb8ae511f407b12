package org.equipoise.dicom.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;

/** The tile-parts of a JPEG 2000 codestream (ITU-T T.800, A.4.2), each of which is there to its last byte. */
final class Jpeg2000TileParts {

    private static final int HEADER = 12;

    /** Where the header of a tile-part, its data and its end are. */
    private record Part(int header, int data, int end) {}

    private final byte[] code;
    private final int start;
    private final int mainHeaderEnd;
    private final int end;
    private final Map<Integer, List<Part>> byTile = new TreeMap<>();

    /**
     * Those of a codestream, from the first of them on to the end marker.
     *
     * @param code what holds the codestream
     * @param start where the codestream begins in it
     * @param in what holds it as a buffer, at the first tile-part and up to the end of the codestream
     */
    Jpeg2000TileParts(byte[] code, int start, ByteBuffer in, int tiles) throws DicomException {
        this.code = code;
        this.start = start;
        this.mainHeaderEnd = in.position();
        this.end = in.limit();
        int marker = Jpeg2000Markers.next(in);
        while (marker == Jpeg2000Markers.START_OF_TILE_PART) {
            read(in, tiles);
            marker = Jpeg2000Markers.next(in);
        }
        if (marker != Jpeg2000Markers.END_OF_CODESTREAM) {
            throw DicomException.of(
                    Reason.CODESTREAM_CORRUPT, String.format("%04X behind a tile-part", marker), "FF90 or FFD9");
        }
        if (byTile.size() < tiles) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, byTile.size() + " tiles", tiles);
        }
    }

    private void read(ByteBuffer in, int tiles) throws DicomException {
        int from = in.position() - 2;
        ByteBuffer segment = Jpeg2000Markers.segment(in, 8);
        int tile = segment.getShort() & 0xFFFF;
        long length = segment.getInt() & 0xFFFF_FFFFL;
        if (tile >= tiles || (length != 0 && length < HEADER + 2)) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "tile " + tile + " of " + length + " bytes", tiles);
        }
        long partEnd = length == 0 ? lastMarker(in) : from + length;
        if (partEnd > in.limit()) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "a tile-part to byte " + partEnd, in.limit());
        }
        int header = in.position();
        int marker = Jpeg2000Markers.next(in);
        while (marker != Jpeg2000Markers.START_OF_DATA) {
            Jpeg2000Markers.segment(in, 0);
            marker = Jpeg2000Markers.next(in);
        }
        if (in.position() > partEnd) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "a tile-part without data", partEnd);
        }
        byTile.computeIfAbsent(tile, t -> new ArrayList<>()).add(new Part(header, in.position(), (int) partEnd));
        in.position((int) partEnd);
    }

    /** A tile-part of unknown length goes to the end marker, which only padding may follow. */
    private static int lastMarker(ByteBuffer in) throws DicomException {
        int end = in.limit();
        while (end > in.position() + 2 && in.get(end - 1) == 0) {
            end--;
        }
        if (end - 2 < in.position() || (in.getShort(end - 2) & 0xFFFF) != Jpeg2000Markers.END_OF_CODESTREAM) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, "no end of the codestream", "FFD9");
        }
        return end - 2;
    }

    /**
     * The same codestream with one part for each tile: jai-imageio-jpeg2000 1.4.0 decodes other samples if the parts of
     * several tiles alternate. Lengths of parts and packets, which decoders do not need, are left out.
     *
     * @throws DicomException if a later part has settings of its own
     */
    byte[] merged() throws DicomException {
        if (byTile.values().stream().allMatch(parts -> parts.size() == 1)) {
            return start == 0 && end == code.length ? code : Arrays.copyOfRange(code, start, end);
        }
        ByteArrayOutputStream merged = new ByteArrayOutputStream(end - start);
        merged.write(code, start, 2);
        copySegments(merged, start + 2, mainHeaderEnd, true);
        for (Map.Entry<Integer, List<Part>> tile : byTile.entrySet()) {
            List<Part> parts = tile.getValue();
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            copySegments(header, parts.get(0).header(), parts.get(0).data() - 2, true);
            for (Part part : parts.subList(1, parts.size())) {
                copySegments(header, part.header(), part.data() - 2, false);
            }
            int data = parts.stream().mapToInt(part -> part.end() - part.data()).sum();
            ByteBuffer first = ByteBuffer.allocate(HEADER);
            first.putShort((short) Jpeg2000Markers.START_OF_TILE_PART).putShort((short) (HEADER - 2));
            first.putShort(tile.getKey().shortValue()).putInt(HEADER + header.size() + 2 + data);
            first.put((byte) 0).put((byte) 1);
            merged.writeBytes(first.array());
            merged.writeBytes(header.toByteArray());
            marker(merged, Jpeg2000Markers.START_OF_DATA);
            parts.forEach(part -> merged.write(code, part.data(), part.end() - part.data()));
        }
        marker(merged, Jpeg2000Markers.END_OF_CODESTREAM);
        return merged.toByteArray();
    }

    private void copySegments(ByteArrayOutputStream to, int first, int last, boolean settings) throws DicomException {
        ByteBuffer in = ByteBuffer.wrap(code, 0, last).position(first);
        while (in.position() < last) {
            int from = in.position();
            int marker = Jpeg2000Markers.next(in);
            Jpeg2000Markers.segment(in, 0);
            switch (marker) {
                case Jpeg2000Markers.TILE_PART_LENGTHS,
                        Jpeg2000Markers.PACKET_LENGTHS_MAIN,
                        Jpeg2000Markers.PACKET_LENGTHS,
                        Jpeg2000Markers.COMMENT -> {}
                case 0xFF60, 0xFF61 -> throw JpegSegments.unsupported("packed packet headers in tile-parts");
                default -> {
                    if (!settings) {
                        throw JpegSegments.unsupported("settings in a later tile-part");
                    }
                    to.write(code, from, in.position() - from);
                }
            }
        }
    }

    private static void marker(ByteArrayOutputStream to, int marker) {
        to.write(marker >>> 8);
        to.write(marker);
    }
}
