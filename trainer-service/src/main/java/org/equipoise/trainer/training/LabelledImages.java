package org.equipoise.trainer.training;

import java.util.Map;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;

/** Images with their classes: uint8 {@code [n, height, width, channels]} and labels {@code [n]}. Read-only. */
public class LabelledImages {

    private final InputShape shape;
    private final byte[] pixels;
    private final int[] labels;

    /** Owns both arrays: the caller does not change them afterwards. */
    public LabelledImages(InputShape shape, byte[] pixels, int[] labels) {
        if (pixels.length != (long) labels.length * shape.length()) {
            throw new IllegalArgumentException(pixels.length + " samples for " + labels.length + " images of " + shape);
        }
        this.shape = shape;
        this.pixels = pixels;
        this.labels = labels;
    }

    /**
     * Reads {@code images} and {@code labels} of an npz.
     *
     * @throws IllegalArgumentException if they are missing, have another shape, or name a class beyond {@code classes}
     */
    public static LabelledImages of(byte[] npz, InputShape shape, int classes) {
        Map<String, NpyArray> arrays = Npz.read(npz);
        int[] labels = labels(arrays, classes);
        return new LabelledImages(shape, pixels(arrays, shape, labels.length), labels);
    }

    static byte[] pixels(Map<String, NpyArray> arrays, InputShape shape, int images) {
        NpyArray array = array(arrays, "images");
        var expected = java.util.List.of(images, shape.height(), shape.width(), shape.channels());
        if (!array.shape().equals(expected)) {
            throw new IllegalArgumentException("images have the shape " + array.shape() + ", expected " + expected);
        }
        return array.bytes();
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

    /** What one image looks like. */
    public InputShape shape() {
        return shape;
    }

    /** Number of images. */
    public int size() {
        return labels.length;
    }

    /** Class of image {@code i}. */
    public int label(int i) {
        return labels[i];
    }

    /** All samples, image by image; not a copy. */
    public byte[] pixels() {
        return pixels;
    }

    /** All classes; not a copy. */
    public int[] labels() {
        return labels;
    }
}
