package org.equipoise.dicom.synthetic;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** JPEG 2000 by the writer that comes with the reader, lossless, cut out of its JP2 boxes. */
public final class Jpeg2000Encoder {

    private Jpeg2000Encoder() {}

    /** A whole JP2 file. */
    public static byte[] jp2(Drawing drawing) throws IOException {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg2000");
        ImageWriter writer = writers.next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image(drawing), null, null), null);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** The codestream alone. */
    public static byte[] codestream(Drawing drawing) throws IOException {
        byte[] file = jp2(drawing);
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
