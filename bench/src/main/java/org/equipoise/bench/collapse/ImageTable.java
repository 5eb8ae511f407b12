package org.equipoise.bench.collapse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;

/** Images with their classes, as uint8 {@code [n, height, width, channels]} and {@code [n]}. Immutable. */
public final class ImageTable {

    private final InputShape shape;
    private final byte[] pixels;
    private final int[] labels;
    private final int classes;

    /** Owns both arrays: the caller does not change them afterwards. */
    public ImageTable(InputShape shape, byte[] pixels, int[] labels, int classes) {
        if (pixels.length != (long) labels.length * shape.length()) {
            throw new IllegalArgumentException(pixels.length + " samples for " + labels.length + " images of " + shape);
        }
        this.shape = shape;
        this.pixels = pixels;
        this.labels = labels;
        this.classes = classes;
    }

    /** What one image looks like. */
    public InputShape shape() {
        return shape;
    }

    /** Number of images. */
    public int size() {
        return labels.length;
    }

    /** Number of classes, K. */
    public int classes() {
        return classes;
    }

    /** All samples, image by image; not a copy. */
    public byte[] pixels() {
        return pixels;
    }

    /** All classes; not a copy. */
    public int[] labels() {
        return labels;
    }

    /** Images of each class. */
    public int[] counts() {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /** The class with most images; the lowest index wins a tie. */
    int commonest() {
        int[] counts = counts();
        int best = 0;
        for (int k = 1; k < classes; k++) {
            best = counts[k] > counts[best] ? k : best;
        }
        return best;
    }

    /** The class with fewest images, of those that have any; the highest index wins a tie. */
    int rarest() {
        int[] counts = counts();
        int best = commonest();
        for (int k = 0; k < classes; k++) {
            best = counts[k] > 0 && counts[k] <= counts[best] ? k : best;
        }
        return best;
    }

    /** So many images of each class, or all there are, in an order that chance decides. */
    ImageTable drawn(int[] counts, Random dice) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            order.add(i);
        }
        Collections.shuffle(order, dice);
        int[] left = counts.clone();
        return chosen(order.stream().filter(i -> left[labels[i]]-- > 0).toList());
    }

    /** These images, in this order. */
    ImageTable chosen(List<Integer> images) {
        byte[] some = new byte[images.size() * shape.length()];
        int[] their = new int[images.size()];
        for (int i = 0; i < their.length; i++) {
            System.arraycopy(pixels, images.get(i) * shape.length(), some, i * shape.length(), shape.length());
            their[i] = labels[images.get(i)];
        }
        return new ImageTable(shape, some, their, classes);
    }

    /** The same images with other classes. */
    ImageTable labelled(int[] others) {
        return new ImageTable(shape, pixels, others, classes);
    }

    /** The same classes with other samples. */
    ImageTable with(byte[] others) {
        return new ImageTable(shape, others, labels, classes);
    }

    /** Every sample changed alike; the result is cut to [0, 255]. */
    ImageTable mapped(IntUnaryOperator change) {
        byte[] table = new byte[256];
        for (int v = 0; v < 256; v++) {
            table[v] = (byte) Math.max(0, Math.min(255, change.applyAsInt(v)));
        }
        byte[] changed = new byte[pixels.length];
        for (int i = 0; i < changed.length; i++) {
            changed[i] = table[pixels[i] & 0xff];
        }
        return with(changed);
    }

    /** As a pack is written. */
    public byte[] npz() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", NpyArray.ofBytes(pixels, labels.length, shape.height(), shape.width(), shape.channels()));
        arrays.put("labels", NpyArray.ofInts(labels, labels.length));
        return Npz.write(arrays);
    }
}
