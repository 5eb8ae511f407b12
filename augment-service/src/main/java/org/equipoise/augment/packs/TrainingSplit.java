package org.equipoise.augment.packs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.npz.NpyArray;

/** The training images of one frozen dataset version, as they lie in its packs, and their classes. */
public final class TrainingSplit {

    /** NumPy's type of samples of 16 bits. */
    private static final String DEEP = "<u2";

    private final InputShape shape;
    private final int bits;
    private final List<byte[]> parts;
    /** Index of the first image of each part, and of the end. */
    private final int[] begins;

    private final int[] labels;

    private TrainingSplit(InputShape shape, int bits, List<byte[]> parts, int[] begins, int[] labels) {
        this.shape = shape;
        this.bits = bits;
        this.parts = parts;
        this.begins = begins;
        this.labels = labels;
    }

    /**
     * Joins packs in part order; the samples are not copied.
     *
     * @param packs each with {@code images} uint8 or uint16 {@code [n, height, width, channels]} and {@code labels}
     *     {@code [n]}
     * @throws IllegalArgumentException if there is none, or one is not such a pack, or their shapes or types differ
     */
    static TrainingSplit of(List<Map<String, NpyArray>> packs) {
        List<byte[]> parts = new ArrayList<>();
        int[] begins = new int[packs.size() + 1];
        int[] labels = new int[0];
        List<Integer> common = List.of();
        String type = "|u1";
        for (int part = 0; part < packs.size(); part++) {
            NpyArray images = array(packs.get(part), "images", part);
            NpyArray classes = array(packs.get(part), "labels", part);
            List<Integer> dimensions = images.shape();
            if (dimensions.size() != 4 || classes.size() != dimensions.get(0)) {
                throw new IllegalArgumentException("pack " + part + " has images " + dimensions + " and labels "
                        + classes.shape() + ", expected [n, height, width, channels] and [n]");
            }
            List<Integer> imageShape = dimensions.subList(1, 4);
            if (part > 0 && !imageShape.equals(common)) {
                throw new IllegalArgumentException(
                        "pack " + part + " has images of " + imageShape + ", the packs before of " + common);
            }
            if (part > 0 && !images.dtype().equals(type)) {
                throw new IllegalArgumentException(
                        "pack " + part + " has images of type " + images.dtype() + ", the packs before of " + type);
            }
            common = imageShape;
            type = images.dtype();
            begins[part + 1] = begins[part] + classes.size();
            labels = Arrays.copyOf(labels, begins[part + 1]);
            try {
                parts.add(type.equals(DEEP) ? images.unsignedShorts() : images.bytes());
                System.arraycopy(classes.toInts(), 0, labels, begins[part], classes.size());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("pack " + part + " cannot be used: " + e.getMessage(), e);
            }
        }
        if (labels.length == 0) {
            throw new IllegalArgumentException("there are no training images in " + packs.size() + " packs");
        }
        var shape = new InputShape(common.get(1), common.get(0), common.get(2));
        int bits = type.equals(DEEP) ? Short.SIZE : Byte.SIZE;
        return new TrainingSplit(shape, bits, List.copyOf(parts), begins, labels);
    }

    private static NpyArray array(Map<String, NpyArray> pack, String name, int part) {
        NpyArray found = pack.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "pack " + part + " has no array \"" + name + "\", only " + pack.keySet());
        }
        return found;
    }

    /** What every image was fitted to. */
    public InputShape shape() {
        return shape;
    }

    /** Bits of a sample: 8 or 16. */
    public int bits() {
        return bits;
    }

    /** Number of images. */
    public int size() {
        return labels.length;
    }

    /** Class index of one image. */
    public int label(int image) {
        return labels[image];
    }

    /** Class indices of all images; a copy. */
    public int[] labels() {
        return labels.clone();
    }

    /** The array that one image lies in, from {@link #offset}; not a copy, and not to be written to. */
    public byte[] samples(int image) {
        return parts.get(part(image));
    }

    /** Where in {@link #samples} the image begins. */
    public int offset(int image) {
        return (image - begins[part(image)]) * imageBytes();
    }

    private int imageBytes() {
        return shape.length() * (bits / Byte.SIZE);
    }

    /** Memory that this split holds. */
    public long sizeBytes() {
        return (long) labels.length * (imageBytes() + Integer.BYTES);
    }

    private int part(int image) {
        int found = Arrays.binarySearch(begins, image);
        int part = found >= 0 ? found : -found - 2;
        // Packs without images begin where the next begins.
        while (begins[part + 1] == image) {
            part++;
        }
        return part;
    }
}
