package org.equipoise.common.decoding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

import org.equipoise.common.imaging.Pixels;

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

    static ImageHeader header(byte[] file) throws RefusedException {
        Chunk ihdr = chunk(file, SIGNATURE);
        if (!ihdr.type().equals("IHDR") || ihdr.length() != IHDR_LENGTH) {
            throw RefusedException.unreadable("the PNG starts with chunk " + ihdr.type() + " of " + ihdr.length()
                    + " bytes, expected IHDR of " + IHDR_LENGTH);
        }
        ByteBuffer fields = ByteBuffer.wrap(file, ihdr.offset(), IHDR_LENGTH);
        int width = fields.getInt();
        int height = fields.getInt();
        int bits = fields.get() & 0xff;
        int colourType = fields.get() & 0xff;
        if (width < 1 || height < 1) {
            throw RefusedException.unreadable("the PNG claims " + width + " x " + height + " pixels");
        }
        boolean supported = bits == 8 && (colourType == 0 || colourType == 2);
        String format = bits + "-bit " + colourName(colourType) + " PNG";
        return new ImageHeader(format, supported, width, height, colourType == 2 ? 3 : 1);
    }

    static Pixels pixels(byte[] file, ImageHeader header) throws RefusedException {
        boolean interlaced = file[SIGNATURE + 8 + 12] == 1;
        Body body = body(file, header);
        var stored = new Pixels(
                header.width(),
                header.height(),
                header.channels(),
                new PngSamples(file, body.data(), header).read(interlaced));
        return body.orientation().upright(stored);
    }

    /** What follows the header: the image data, and how the image was held. */
    private record Body(List<Chunk> data, Orientation orientation) {}

    private static Body body(byte[] file, ImageHeader header) throws RefusedException {
        List<Chunk> data = new ArrayList<>();
        Orientation orientation = Orientation.UPRIGHT;
        int at = SIGNATURE;
        while (true) {
            Chunk chunk = chunk(file, at);
            switch (chunk.type()) {
                case "IDAT" -> data.add(chunk);
                case "tRNS" -> throw RefusedException.unsupported(header.format() + " with a transparent colour");
                case "eXIf" -> orientation = Orientation.ofExif(file, chunk.offset(), chunk.offset() + chunk.length());
                case "IEND" -> {
                    return new Body(data, orientation);
                }
                default -> {
                    // Other chunks say nothing about the samples of a grey or RGB image.
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

    private static String colourName(int colourType) {
        return switch (colourType) {
            case 0 -> "grey";
            case 2 -> "RGB";
            case 3 -> "palette";
            case 4 -> "grey with alpha";
            case 6 -> "RGBA";
            default -> "colour type " + colourType;
        };
    }

    /** Where the data of one chunk are in the file. */
    record Chunk(String type, int offset, int length) {}
}
