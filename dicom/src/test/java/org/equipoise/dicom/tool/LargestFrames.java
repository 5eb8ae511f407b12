package org.equipoise.dicom.tool;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.pixel.Frame;
import org.equipoise.dicom.pixel.PixelData;
import org.equipoise.dicom.pixel.PixelDecoder;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.Jpeg2000Encoder;
import org.equipoise.dicom.synthetic.JpegEncoder;
import org.equipoise.dicom.synthetic.JpegLsEncoder;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.equipoise.dicom.synthetic.RleEncoder;

/**
 * Frames of as many samples as the limits allow: written by one process ({@code write FOLDER}), which may take what it
 * needs, and read by another ({@code read FOLDER}) with a small heap.
 */
public final class LargestFrames {

    private static final int COLUMNS = 8_000;
    private static final int ROWS = 5_000;
    /** A third of the samples. */
    private static final int COLOUR_ROWS = 1_666;

    private LargestFrames() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        if (arguments[0].equals("write")) {
            write(folder);
        } else {
            read(folder);
        }
    }

    private static void write(Path folder) throws IOException {
        Drawing grey = Drawing.of(COLUMNS, ROWS, 1, 16, 1);
        Files.write(
                folder.resolve("native.dcm"),
                ObjectWriter.image(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, grey, 16, "MONOCHROME2")
                        .pixels("OW", grey.bytes(16))
                        .toBytes());
        put(folder, TransferSyntax.RLE_LOSSLESS, grey, RleEncoder.encode(grey, 16));
        put(folder, TransferSyntax.JPEG_LOSSLESS, grey, JpegEncoder.lossless(grey, 4, true, 0));
        put(folder, TransferSyntax.JPEG_LS_LOSSLESS, grey, JpegLsEncoder.encode(grey, 0, 0));
        Drawing small = Drawing.of(COLUMNS, ROWS, 1, 8, 1);
        put(folder, TransferSyntax.JPEG_EXTENDED, small, jpeg(small, BufferedImage.TYPE_BYTE_GRAY));
        put(folder, TransferSyntax.JPEG_2000_LOSSLESS, small, Jpeg2000Encoder.codestream(small));
        Drawing colour = Drawing.of(COLUMNS, COLOUR_ROWS, 3, 8, 1);
        put(folder, TransferSyntax.JPEG_BASELINE, colour, jpeg(colour, BufferedImage.TYPE_INT_RGB));
        Drawing places = Drawing.of(COLUMNS, COLOUR_ROWS, 1, 8, 1);
        tenFrames(folder.resolve("native, object of 10 frames.dcm"), grey);
        ObjectWriter palette = ObjectWriter.image(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, places, 8, "PALETTE COLOR");
        for (int i = 0; i < 3; i++) {
            palette.us(Tag.RED_PALETTE_DESCRIPTOR + i, 256, 0, 16).us(Tag.RED_PALETTE_DATA + i, new int[256]);
        }
        Files.write(
                folder.resolve("palette.dcm"),
                palette.pixels("OB", places.bytes(8)).toBytes());
    }

    /** As many samples as an object may have. They are zeros, which take no room on most disks. */
    private static void tenFrames(Path file, Drawing grey) throws IOException {
        long length = 10L * COLUMNS * ROWS * 2;
        byte[] attributes = ObjectWriter.image(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, grey, 16, "MONOCHROME2")
                .text(Tag.NUMBER_OF_FRAMES, "IS", "10")
                .toBytes();
        ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x0010_7FE0)
                .put((byte) 'O')
                .put((byte) 'W')
                .putShort((short) 0)
                .putInt((int) length);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(attributes);
            out.write(header.array());
            out.setLength(attributes.length + 12 + length);
        }
    }

    private static void put(Path folder, TransferSyntax syntax, Drawing drawing, byte[] code) throws IOException {
        String photometric = drawing.samples() == 3 ? "YBR_FULL_422" : "MONOCHROME2";
        byte[] object = ObjectWriter.image(syntax, drawing, drawing.bits() > 8 ? 16 : 8, photometric)
                .fragments(new byte[0], List.of(code))
                .toBytes();
        Files.write(folder.resolve(syntax + ".dcm"), object);
    }

    private static byte[] jpeg(Drawing drawing, int type) throws IOException {
        BufferedImage image = new BufferedImage(drawing.columns(), drawing.rows(), type);
        image.getRaster().setPixels(0, 0, drawing.columns(), drawing.rows(), drawing.values());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    private static DataSet inMemory(Path file) throws IOException, DicomException {
        try (InputStream in = Files.newInputStream(file)) {
            return Dicom.read(in, Limits.DEFAULT);
        }
    }

    private static void read(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.sorted().collect(Collectors.toList());
        }
        int refused = 0;
        System.out.printf("heap %d MiB%n", Runtime.getRuntime().maxMemory() >> 20);
        System.out.println("| coding | columns x rows x samples x frames | MB | read from | seconds |");
        System.out.println("|---|---|---|---|---|");
        try (PixelDecoder decoder = new PixelDecoder(Limits.DEFAULT)) {
            for (Path file : files) {
                for (boolean inMemory : new boolean[] {false, true}) {
                    if (inMemory && Files.size(file) > Limits.DEFAULT.objectBytes()) {
                        continue;
                    }
                    String outcome;
                    long start = System.nanoTime();
                    try {
                        DataSet dataSet = inMemory ? inMemory(file) : Dicom.read(file, Limits.DEFAULT);
                        PixelData pixels = decoder.open(dataSet);
                        Frame frame = pixels.frame(pixels.frames() - 1);
                        outcome = References.shape(pixels, frame);
                    } catch (DicomException e) {
                        outcome = String.valueOf(e.getMessage());
                        refused++;
                    }
                    System.out.printf(
                            "| %s | %s | %.1f | %s | %.1f |%n",
                            file.getFileName().toString().replace(".dcm", ""),
                            outcome,
                            Files.size(file) / 1e6,
                            inMemory ? "a stream" : "the file",
                            (System.nanoTime() - start) / 1e9);
                }
            }
        }
        System.exit(refused > 0 ? 1 : 0);
    }
}
