package org.equipoise.common.decoding;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

import org.equipoise.common.imaging.Pixels;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a JPEG. Java's reader fills up what is missing and at most warns, so the file is walked to its end
 * marker first, and a warning of corrupt data refuses it. An Exif orientation is applied.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81</a>
 */
final class JpegFile {

    private static final int START_OF_SCAN = 0xda;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int APP1 = 0xe1;
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
    /** A progressive JPEG has about ten; thousands make a decoder run over the image thousands of times. */
    private static final int MAX_SCANS = 128;

    private final byte[] file;
    private int at = 2;

    private JpegFile(byte[] file) {
        this.file = file;
    }

    static ImageHeader header(byte[] file) throws RefusedException {
        var walker = new JpegFile(file);
        while (true) {
            int marker = walker.nextMarker();
            if (isFrame(marker)) {
                return walker.frame(marker);
            }
            if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
                throw RefusedException.unreadable("the JPEG has no frame header before byte " + walker.at);
            }
            walker.skipSegment(marker);
        }
    }

    static Pixels pixels(byte[] file, ImageHeader header) throws RefusedException {
        requireComplete(file);
        BufferedImage image = decode(file);
        Raster raster = image.getRaster();
        boolean fits = raster.getWidth() == header.width()
                && raster.getHeight() == header.height()
                && raster.getNumBands() == header.channels();
        if (!fits) {
            throw RefusedException.unreadable("the JPEG decodes to " + raster.getWidth() + " x " + raster.getHeight()
                    + " with " + raster.getNumBands() + " channels, its header claims another size");
        }
        int stride = header.width() * header.channels();
        byte[] samples = new byte[Math.toIntExact(header.samples())];
        int[] row = new int[stride];
        for (int y = 0; y < header.height(); y++) {
            raster.getPixels(0, y, header.width(), 1, row);
            for (int i = 0; i < stride; i++) {
                samples[y * stride + i] = (byte) row[i];
            }
        }
        return orientation(file).upright(new Pixels(header.width(), header.height(), header.channels(), samples));
    }

    /** What the first Exif segment before the image data says. */
    private static Orientation orientation(byte[] file) throws RefusedException {
        var walker = new JpegFile(file);
        for (int marker = walker.nextMarker(); marker != START_OF_SCAN; marker = walker.nextMarker()) {
            int from = walker.at + 2;
            walker.skipSegment(marker);
            int to = walker.at;
            if (marker == APP1
                    && to - from >= EXIF.length
                    && Arrays.equals(file, from, from + EXIF.length, EXIF, 0, EXIF.length)) {
                return Orientation.ofExif(file, from + EXIF.length, to);
            }
        }
        return Orientation.UPRIGHT;
    }

    private static void requireComplete(byte[] file) throws RefusedException {
        var walker = new JpegFile(file);
        int scans = 0;
        for (int marker = walker.nextMarker(); marker != END_OF_IMAGE; marker = walker.nextMarker()) {
            walker.skipSegment(marker);
            if (marker == START_OF_SCAN && ++scans > MAX_SCANS) {
                throw RefusedException.unreadable("the JPEG has more than " + MAX_SCANS + " scans");
            }
        }
        if (scans == 0) {
            throw RefusedException.unreadable("the JPEG has no image data");
        }
    }

    private static BufferedImage decode(byte[] file) throws RefusedException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        String[] corruption = new String[1];
        reader.addIIOReadWarningListener((source, warning) -> {
            if (warning.startsWith("Corrupt JPEG") || warning.startsWith("Premature end")) {
                corruption[0] = warning;
            }
        });
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(input, true, true);
            @Nullable BufferedImage image = reader.read(0);
            if (image != null && corruption[0] == null) {
                return image;
            }
            throw RefusedException.unreadable("the JPEG is corrupt: " + corruption[0]);
        } catch (IOException | RuntimeException e) {
            // The codec answers hostile bytes with unchecked exceptions too.
            throw RefusedException.unreadable("the JPEG is corrupt: " + e.getMessage());
        } finally {
            reader.dispose();
        }
    }

    /** The next marker code; entropy-coded data before it is skipped. */
    private int nextMarker() throws RefusedException {
        while (at + 1 < file.length) {
            int code = file[at + 1] & 0xff;
            boolean isMarker = (file[at] & 0xff) == 0xff && code != 0 && code != 0xff;
            if (isMarker && !(code >= 0xd0 && code <= 0xd7) && code != 1) {
                at += 2;
                return code;
            }
            at++;
        }
        throw RefusedException.unreadable(
                "the JPEG is truncated: it ends at byte " + file.length + " without its end marker");
    }

    private void skipSegment(int marker) throws RefusedException {
        int length = segmentLength(marker);
        at += length;
    }

    private int segmentLength(int marker) throws RefusedException {
        int length = at + 1 < file.length ? unsignedShort(at) : 0;
        if (length < 2 || length > file.length - at) {
            throw RefusedException.unreadable("the JPEG is truncated: segment " + Integer.toHexString(marker)
                    + " claims " + length + " bytes, " + (file.length - at) + " are left");
        }
        return length;
    }

    private ImageHeader frame(int marker) throws RefusedException {
        if (segmentLength(marker) < 8) {
            throw RefusedException.unreadable(
                    "the JPEG is corrupt: its frame header has " + unsignedShort(at) + " bytes");
        }
        int bits = file[at + 2] & 0xff;
        int height = unsignedShort(at + 3);
        int width = unsignedShort(at + 5);
        int components = file[at + 7] & 0xff;
        boolean coding = marker == 0xc0 || marker == 0xc1 || marker == 0xc2;
        if (coding && (width == 0 || height == 0)) {
            throw RefusedException.unreadable("the JPEG claims " + width + " x " + height + " pixels");
        }
        String format = bits + "-bit " + colourName(components) + (coding ? "" : codingName(marker)) + " JPEG";
        return new ImageHeader(
                format, advice(coding, bits, components), width, height, components == 3 ? 3 : 1, Byte.SIZE);
    }

    private static String advice(boolean coding, int bits, int components) {
        if (!coding || bits != Byte.SIZE) {
            return "save it as a PNG, which keeps all its bits";
        }
        return switch (components) {
            case 1, 3 -> "";
            case 4 -> "it is meant for printing, and what its inks look like depends on a profile: save it as RGB";
            default -> "save it as grey or RGB";
        };
    }

    private int unsignedShort(int offset) {
        return (file[offset] & 0xff) << 8 | file[offset + 1] & 0xff;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static String colourName(int components) {
        return switch (components) {
            case 1 -> "grey";
            case 3 -> "RGB";
            case 4 -> "CMYK or YCCK";
            default -> components + "-component";
        };
    }

    private static String codingName(int marker) {
        return switch (marker) {
            case 0xc3, 0xc7, 0xcb, 0xcf -> " lossless";
            case 0xc9, 0xca -> " arithmetic-coded";
            default -> " hierarchical";
        };
    }
}
