package org.equipoise.common.imaging;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * The canonical file of an image: a PNG of 8-bit grey or RGB samples or of 16-bit grey ones, without metadata. For
 * images we wrote ourselves; files from outside go through ingest's bounded decoder first.
 */
public final class PngCodec {

    private PngCodec() {}

    /** The canonical PNG of these samples. */
    public static byte[] encode(Pixels pixels) {
        if (pixels.bits() == Short.SIZE) {
            return DeepGreyPng.of(pixels);
        }
        BufferedImage image = bytes(pixels);
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a PNG to memory", e);
        }
        return out.toByteArray();
    }

    /**
     * Reads a canonical PNG back, sample for sample.
     *
     * @throws IllegalArgumentException if the bytes are not an 8-bit grey or RGB PNG or a 16-bit grey one
     */
    public static Pixels decode(byte[] png) {
        BufferedImage image;
        try {
            ImageIO.setUseCache(false);
            image = ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new IllegalArgumentException("not a readable PNG of " + png.length + " bytes: " + e.getMessage(), e);
        }
        if (image == null) {
            throw new IllegalArgumentException("not a PNG: " + png.length + " bytes");
        }
        return pixels(image);
    }

    /**
     * The samples of a grey or RGB image, untouched by colour management.
     *
     * @throws IllegalArgumentException if it is neither 8-bit grey, 16-bit grey nor 8-bit RGB
     */
    public static Pixels pixels(BufferedImage image) {
        int bands = image.getRaster().getNumBands();
        int bits = image.getColorModel().getComponentSize(0);
        boolean indexed = image.getColorModel() instanceof java.awt.image.IndexColorModel;
        boolean deepGrey = bits == Short.SIZE && bands == 1;
        boolean ofBytes = bits == Byte.SIZE && (bands == 1 || bands == 3) && !indexed;
        if (!deepGrey && !ofBytes) {
            throw new IllegalArgumentException("need 8-bit grey or RGB or 16-bit grey, got " + bits + "-bit with "
                    + bands + " bands" + (indexed ? " (palette)" : ""));
        }
        int[] samples = image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
        if (deepGrey) {
            short[] shorts = new short[samples.length];
            for (int i = 0; i < samples.length; i++) {
                shorts[i] = (short) samples[i];
            }
            return Pixels.ofShorts(image.getWidth(), image.getHeight(), shorts);
        }
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            bytes[i] = (byte) samples[i];
        }
        return new Pixels(image.getWidth(), image.getHeight(), bands, bytes);
    }

    private static BufferedImage bytes(Pixels pixels) {
        boolean grey = pixels.channels() == 1;
        var image = new BufferedImage(
                pixels.width(), pixels.height(), grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        pixels.copyTo(target, 0);
        if (!grey) {
            swapRedAndBlue(target);
        }
        return image;
    }

    private static void swapRedAndBlue(byte[] samples) {
        for (int i = 0; i < samples.length; i += 3) {
            byte red = samples[i];
            samples[i] = samples[i + 2];
            samples[i + 2] = red;
        }
    }
}
