package org.equipoise.dicom.synthetic;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** JPEG 2000 by the writer that comes with the reader, lossless, cut out of its JP2 boxes. */
public final class Jpeg2000Encoder {

    private Jpeg2000Encoder() {}

    /** A whole JP2 file. */
    public static byte[] jp2(Drawing drawing) throws IOException {
        return jp2(drawing, Math.max(drawing.columns(), drawing.rows()));
    }

    private static byte[] jp2(Drawing drawing, int tile) throws IOException {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg2000");
        ImageWriter writer = writers.next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (tile < Math.max(drawing.columns(), drawing.rows())) {
                parameters.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setTiling(tile, tile, 0, 0);
            }
            writer.write(null, new IIOImage(image(drawing), null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** The codestream alone. */
    public static byte[] codestream(Drawing drawing) throws IOException {
        return bare(jp2(drawing));
    }

    /** Of square tiles, each of which is cut into two parts: first all first parts, then all second ones. */
    public static byte[] alternating(Drawing drawing, int tile) throws IOException {
        byte[] code = bare(jp2(drawing, tile));
        ByteBuffer in = ByteBuffer.wrap(code);
        int at = 2;
        while ((in.getShort(at) & 0xFFFF) != 0xFF90) {
            at += 2 + (in.getShort(at + 2) & 0xFFFF);
        }
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        first.write(code, 0, at);
        while ((in.getShort(at) & 0xFFFF) == 0xFF90) {
            int length = in.getInt(at + 6);
            int data = at + 12;
            while ((in.getShort(data) & 0xFFFF) != 0xFF93) {
                data += 2 + (in.getShort(data + 2) & 0xFFFF);
            }
            int middle = (data + 2 + at + length) / 2;
            part(first, code, at, at + 12, middle, 0);
            part(second, code, at, data, at + length, middle - data - 2);
            at += length;
        }
        first.writeBytes(second.toByteArray());
        first.write(code, at, 2);
        return first.toByteArray();
    }

    /** A tile-part whose header begins at a place and whose data, after what is skipped, goes to an end. */
    private static void part(ByteArrayOutputStream to, byte[] code, int start, int header, int end, int skipped) {
        int from = skipped == 0 ? header : header + 2 + skipped;
        int marker = skipped == 0 ? 0 : 2;
        ByteBuffer head = ByteBuffer.allocate(12 + marker).put(code, start, 12);
        head.putInt(6, 12 + marker + end - from)
                .put(10, (byte) (skipped == 0 ? 0 : 1))
                .put(11, (byte) 2);
        if (marker > 0) {
            head.putShort(12, (short) 0xFF93);
        }
        to.writeBytes(head.array());
        to.write(code, from, end - from);
    }

    private static byte[] bare(byte[] file) {
        for (int i = 0; i + 3 < file.length; i++) {
            if (file[i] == (byte) 0xFF && file[i + 1] == 0x4F && file[i + 2] == (byte) 0xFF && file[i + 3] == 0x51) {
                return java.util.Arrays.copyOfRange(file, i, file.length);
            }
        }
        throw new IllegalStateException("no codestream");
    }

    private static BufferedImage image(Drawing drawing) {
        boolean colour = drawing.samples() == 3;
        ComponentColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(colour ? ColorSpace.CS_sRGB : ColorSpace.CS_GRAY),
                false,
                false,
                java.awt.Transparency.OPAQUE,
                drawing.bits() > 8 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE);
        WritableRaster raster = model.createCompatibleWritableRaster(drawing.columns(), drawing.rows());
        raster.setPixels(0, 0, drawing.columns(), drawing.rows(), drawing.values());
        return new BufferedImage(model, raster, false, null);
    }
}
