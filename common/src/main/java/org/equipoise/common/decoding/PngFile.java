package org.equipoise.common.decoding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

import org.equipoise.common.imaging.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of a PNG. Every checksum is held against its chunk, and the file must end with IEND: a truncated PNG is
 * found before any pixel is decoded.
 *
 * @see <a href="https://www.w3.org/TR/png-3/">PNG (Third Edition)</a>
 */
final class PngFile {

    private static final int SIGNATURE = 8;
    private static final int CHUNK_OVERHEAD = 12;
    private static final int IHDR_LENGTH = 13;

    private PngFile() {}

    static PngHeader header(byte[] file) throws RefusedException {
        Chunk ihdr = chunk(file, SIGNATURE);
        if (!ihdr.type().equals("IHDR") || ihdr.length() != IHDR_LENGTH) {
            throw RefusedException.unreadable("the PNG starts with chunk " + ihdr.type() + " of " + ihdr.length()
                    + " bytes, expected IHDR of " + IHDR_LENGTH);
        }
        return PngHeader.of(file, ihdr.offset(), ihdr.length());
    }

    static Pixels pixels(byte[] file) throws RefusedException {
        PngHeader header = header(file);
        Body body = body(file);
        var colours = new PngColours(header, bytes(file, body.palette()), bytes(file, body.transparency()));
        new PngSamples(file, body.data(), header).read(colours);
        return body.orientation().upright(colours.pixels());
    }

    private static byte[] bytes(byte[] file, @Nullable Chunk chunk) {
        return chunk == null ? new byte[0] : Arrays.copyOfRange(file, chunk.offset(), chunk.offset() + chunk.length());
    }

    /** What follows the header: the image data, what they mean, and how the image was held. */
    private record Body(
            List<Chunk> data,
            @Nullable Chunk palette,
            @Nullable Chunk transparency,
            Orientation orientation) {}

    private static Body body(byte[] file) throws RefusedException {
        List<Chunk> data = new ArrayList<>();
        Chunk palette = null;
        Chunk transparency = null;
        Orientation orientation = Orientation.UPRIGHT;
        int at = SIGNATURE;
        while (true) {
            Chunk chunk = chunk(file, at);
            switch (chunk.type()) {
                case "IDAT" -> data.add(chunk);
                case "PLTE" -> palette = chunk;
                case "tRNS" -> transparency = chunk;
                case "eXIf" -> orientation = Orientation.ofExif(file, chunk.offset(), chunk.offset() + chunk.length());
                case "IEND" -> {
                    return new Body(data, palette, transparency, orientation);
                }
                default -> {
                    // Other chunks say nothing about the samples.
                }
            }
            at = chunk.offset() + chunk.length() + 4;
        }
    }

    private static Chunk chunk(byte[] file, int at) throws RefusedException {
        if (file.length - at < CHUNK_OVERHEAD) {
            throw RefusedException.unreadable(
                    "the PNG is truncated: it ends at byte " + file.length + " without its end chunk");
        }
        int length = ByteBuffer.wrap(file).getInt(at);
        String type = new String(file, at + 4, 4, StandardCharsets.US_ASCII);
        if (length < 0 || length > file.length - at - CHUNK_OVERHEAD) {
            throw RefusedException.unreadable("the PNG is truncated: chunk " + printable(type) + " claims "
                    + Integer.toUnsignedString(length) + " bytes, "
                    + (file.length - at - CHUNK_OVERHEAD) + " are left");
        }
        var crc = new CRC32();
        crc.update(file, at + 4, length + 4);
        if ((int) crc.getValue() != ByteBuffer.wrap(file).getInt(at + 8 + length)) {
            throw RefusedException.unreadable("the PNG is corrupt: the checksum of chunk " + printable(type)
                    + " at byte " + at + " does not fit");
        }
        return new Chunk(type, at + 8, length);
    }

    private static String printable(String type) {
        return type.replaceAll("[^A-Za-z]", "?");
    }

    /** Where the data of one chunk are in the file. */
    record Chunk(String type, int offset, int length) {}
}
