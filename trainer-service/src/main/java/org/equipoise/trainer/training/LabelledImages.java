package org.equipoise.trainer.training;

import java.util.Arrays;
import java.util.Map;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;

/**
 * Images with their classes: samples {@code [n, height, width, channels]}, as their format says, and labels
 * {@code [n]}. Read-only.
 */
public class LabelledImages {

    private final InputFormat format;
    private final byte[] pixels;
    private final int[] labels;

    /** Owns both arrays: the caller does not change them afterwards. */
    public LabelledImages(InputFormat format, byte[] pixels, int[] labels) {
        if (pixels.length != (long) labels.length * format.imageBytes()) {
            throw new IllegalArgumentException(pixels.length + " bytes for " + labels.length + " images of " + format);
        }
        this.format = format;
        this.pixels = pixels;
        this.labels = labels;
    }

    /** Images of 8 bits. */
    public LabelledImages(InputShape shape, byte[] pixels, int[] labels) {
        this(InputFormat.bytes(shape), pixels, labels);
    }

    /**
     * Reads {@code images} and {@code labels} of an npz.
     *
     * @throws IllegalArgumentException if they are missing, have another shape or type, or name a class beyond
     *     {@code classes}
     */
    public static LabelledImages of(byte[] npz, InputFormat format, int classes) {
        Map<String, NpyArray> arrays = Npz.read(npz);
        int[] labels = labels(arrays, classes);
        return new LabelledImages(format, pixels(arrays, format, labels.length), labels);
    }

    static byte[] pixels(Map<String, NpyArray> arrays, InputFormat format, int images) {
        NpyArray array = array(arrays, "images");
        InputShape shape = format.shape();
        var expected = java.util.List.of(images, shape.height(), shape.width(), shape.channels());
        if (!array.shape().equals(expected)) {
            throw new IllegalArgumentException("images have the shape " + array.shape() + ", expected " + expected);
        }
        return format.packed(array);
    }

    static int[] labels(Map<String, NpyArray> arrays, int classes) {
        int[] labels = array(arrays, "labels").toInts();
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("class index " + label + " of " + classes + " classes");
            }
        }
        return labels;
    }

    static NpyArray array(Map<String, NpyArray> arrays, String name) {
        NpyArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no array \"" + name + "\", found " + arrays.keySet());
        }
        return array;
    }

    /** A copy with these images, in this order; an image may come more than once. */
    public LabelledImages of(int[] images) {
        int[] chosen = new int[images.length];
        Arrays.setAll(chosen, i -> labels[images[i]]);
        return new LabelledImages(format, pixelsOf(images), chosen);
    }

    /** The samples of these images. */
    final byte[] pixelsOf(int[] images) {
        int length = imageBytes();
        byte[] chosen = new byte[images.length * length];
        for (int i = 0; i < images.length; i++) {
            System.arraycopy(pixels, images[i] * length, chosen, i * length, length);
        }
        return chosen;
    }

    /** How the samples lie and are seen. */
    public InputFormat format() {
        return format;
    }

    /** What one image looks like. */
    public InputShape shape() {
        return format.shape();
    }

    /** Bytes of one image. */
    public int imageBytes() {
        return format.imageBytes();
    }

    /** Number of images. */
    public int size() {
        return labels.length;
    }

    /** Class of image {@code i}. */
    public int label(int i) {
        return labels[i];
    }

    /** The grey level at a place of all images, counted in samples, as a network sees it, in 0..255. */
    public float level(int index) {
        return format.level(pixels, index);
    }

    /** All samples, image by image, those of 16 bits low byte first; not a copy. */
    public byte[] pixels() {
        return pixels;
    }

    /** All classes; not a copy. */
    public int[] labels() {
        return labels;
    }
}
