package org.equipoise.augment.packs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.npz.NpyArray;

/**
 * The training images of one frozen dataset version, as they lie in its packs, and their classes. The classes are in
 * memory; the samples are there or in a file.
 */
public final class TrainingSplit {

    private final InputShape shape;
    private final int bits;
    private final int[] labels;
    private final Samples samples;

    TrainingSplit(InputShape shape, int bits, int[] labels, Samples samples) {
        this.shape = shape;
        this.bits = bits;
        this.labels = labels;
        this.samples = samples;
    }

    /**
     * Joins packs in part order; the samples are not copied.
     *
     * @param packs each with {@code images} uint8 or uint16 {@code [n, height, width, channels]} and {@code labels}
     *     {@code [n]}
     * @throws IllegalArgumentException if there is none, or one is not such a pack, or their shapes or types differ
     */
    static TrainingSplit of(List<Map<String, NpyArray>> packs) {
        var joined = new JoinedPacks();
        List<byte[]> parts = new ArrayList<>();
        int[] begins = new int[packs.size() + 1];
        for (int part = 0; part < packs.size(); part++) {
            NpyArray images = array(packs.get(part), "images", part);
            NpyArray classes = array(packs.get(part), "labels", part);
            joined.images(images.shape(), images.dtype());
            joined.labels(images.shape().get(0), classes);
            parts.add(images.dtype().equals(JoinedPacks.DEEP) ? images.unsignedShorts() : images.bytes());
            begins[part + 1] = joined.labels().length;
        }
        InputShape shape = joined.shape();
        int imageBytes = shape.length() * (joined.bits() / Byte.SIZE);
        return new TrainingSplit(shape, joined.bits(), joined.labels(), new SamplesInMemory(parts, begins, imageBytes));
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

    /**
     * An array that one image lies in, from {@link #offset}; not to be written to. Of a split in memory it is the pack
     * that the image is in, of one in a file an array of its own with this image alone, read anew each time: ask once
     * for each use.
     *
     * @throws org.equipoise.common.storage.StorageException if its file cannot be read
     */
    public byte[] samples(int image) {
        return samples.of(image);
    }

    /** Where in {@link #samples} the image begins. */
    public int offset(int image) {
        return samples.offset(image);
    }

    private int imageBytes() {
        return shape.length() * (bits / Byte.SIZE);
    }

    /** Bytes of all samples and classes. */
    public long sizeBytes() {
        return (long) labels.length * (imageBytes() + Integer.BYTES);
    }
}
