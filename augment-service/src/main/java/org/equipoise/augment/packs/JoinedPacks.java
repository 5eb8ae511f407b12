package org.equipoise.augment.packs;

import java.util.Arrays;
import java.util.List;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.npz.NpyArray;

/** What the packs of a split have in common, checked pack by pack, and the classes of all their images. */
final class JoinedPacks {

    /** NumPy's type of samples of 16 bits. */
    static final String DEEP = "<u2";

    private List<Integer> common = List.of();
    private String type = "|u1";
    private int parts;
    private int[] labels = new int[0];

    /**
     * The head of the next pack's images.
     *
     * @param dimensions {@code [n, height, width, channels]}
     * @param dtype uint8 or uint16
     * @throws IllegalArgumentException if it is not such a pack, or does not go with those before
     */
    void images(List<Integer> dimensions, String dtype) {
        if (dimensions.size() != 4) {
            throw new IllegalArgumentException(
                    "pack " + parts + " has images " + dimensions + ", expected [n, height, width, channels]");
        }
        List<Integer> imageShape = dimensions.subList(1, 4);
        if (parts > 0 && !imageShape.equals(common)) {
            throw new IllegalArgumentException(
                    "pack " + parts + " has images of " + imageShape + ", the packs before of " + common);
        }
        if (parts > 0 && !dtype.equals(type)) {
            throw new IllegalArgumentException(
                    "pack " + parts + " has images of type " + dtype + ", the packs before of " + type);
        }
        if (!dtype.equals("|u1") && !dtype.equals(DEEP)) {
            throw new IllegalArgumentException("pack " + parts + " cannot be used: expected a |u1 array, got " + dtype);
        }
        common = imageShape;
        type = dtype;
    }

    /**
     * The classes of the images whose head came before: the pack is complete.
     *
     * @throws IllegalArgumentException if they are not one for each image
     */
    void labels(int images, NpyArray classes) {
        if (classes.size() != images) {
            throw new IllegalArgumentException(
                    "pack " + parts + " has " + images + " images and labels " + classes.shape() + ", expected [n]");
        }
        int[] added;
        try {
            added = classes.toInts();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("pack " + parts + " cannot be used: " + e.getMessage(), e);
        }
        int before = labels.length;
        labels = Arrays.copyOf(labels, before + added.length);
        System.arraycopy(added, 0, labels, before, added.length);
        parts++;
    }

    /** Of the pack that comes next, as a sentence names it. */
    int part() {
        return parts;
    }

    /** Classes of the images so far. */
    int[] labels() {
        return labels;
    }

    /**
     * What all are fitted to.
     *
     * @throws IllegalArgumentException if there was no image
     */
    InputShape shape() {
        if (labels.length == 0) {
            throw new IllegalArgumentException("there are no training images in " + parts + " packs");
        }
        return new InputShape(common.get(1), common.get(0), common.get(2));
    }

    /** Bits of a sample. */
    int bits() {
        return type.equals(DEEP) ? Short.SIZE : Byte.SIZE;
    }
}
