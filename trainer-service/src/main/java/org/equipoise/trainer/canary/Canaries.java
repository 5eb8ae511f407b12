package org.equipoise.trainer.canary;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.jspecify.annotations.Nullable;

/**
 * A few labelled images of a version's validation split, frozen beside it with the probabilities that were computed
 * when it was registered. Stored as {@code canaries.npz}: {@code images} uint8, or uint16 where the version sees them
 * through a window, {@code [n, height, width, channels]}, {@code labels} int32 {@code [n]}, {@code probabilities}
 * float32 {@code [n, K]}, {@code imageIds} uint8 {@code [n, 32]}. Immutable.
 */
public final class Canaries {

    private static final int ID_BYTES = 32;

    private final InputFormat format;
    private final List<String> imageIds;
    private final byte[] pixels;
    private final int[] labels;
    private final int classes;
    private final float[] probabilities;

    /**
     * Owns the arrays.
     *
     * @param imageIds SHA-256 of each canonical image, 64 hex digits
     * @param pixels {@code [n, height, width, channels]}, as training was fed
     * @param probabilities {@code [n, classes]}
     */
    Canaries(
            InputFormat format,
            List<String> imageIds,
            byte[] pixels,
            int[] labels,
            int classes,
            float[] probabilities) {
        int n = imageIds.size();
        if (labels.length != n || pixels.length != n * format.imageBytes() || probabilities.length != n * classes) {
            throw new IllegalArgumentException(n + " canaries with " + labels.length + " labels, " + pixels.length
                    + " bytes of " + format + ", " + probabilities.length + " probabilities of " + classes);
        }
        this.format = format;
        this.imageIds = List.copyOf(imageIds);
        this.pixels = pixels;
        this.labels = labels;
        this.classes = classes;
        this.probabilities = probabilities;
    }

    /**
     * Reads what {@link #npz} wrote.
     *
     * @param window of the version, if it has one
     */
    public static Canaries read(byte[] npz, @Nullable ValueWindow window) {
        Map<String, NpyArray> arrays = Npz.read(npz);
        NpyArray images = array(arrays, "images");
        List<Integer> dimensions = images.shape();
        var shape = new InputShape(dimensions.get(2), dimensions.get(1), dimensions.get(3));
        var format = new InputFormat(shape, window);
        NpyArray probabilities = array(arrays, "probabilities");
        byte[] ids = array(arrays, "imageIds").bytes();
        List<String> imageIds = new ArrayList<>();
        for (int from = 0; from < ids.length; from += ID_BYTES) {
            imageIds.add(HexFormat.of().formatHex(ids, from, from + ID_BYTES));
        }
        return new Canaries(
                format,
                imageIds,
                format.packed(images),
                array(arrays, "labels").toInts(),
                probabilities.shape().get(1),
                probabilities.toFloats());
    }

    private static NpyArray array(Map<String, NpyArray> arrays, String name) {
        NpyArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no array \"" + name + "\", found " + arrays.keySet());
        }
        return array;
    }

    /** The bytes of {@code canaries.npz}; equal canaries give equal bytes. */
    public byte[] npz() {
        int n = size();
        byte[] ids = new byte[n * ID_BYTES];
        for (int i = 0; i < n; i++) {
            System.arraycopy(HexFormat.of().parseHex(imageIds.get(i)), 0, ids, i * ID_BYTES, ID_BYTES);
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", format.array(pixels, n));
        arrays.put("labels", NpyArray.ofInts(labels, n));
        arrays.put("probabilities", NpyArray.ofFloats(probabilities, n, classes));
        arrays.put("imageIds", NpyArray.ofBytes(ids, n, ID_BYTES));
        return Npz.write(arrays);
    }

    /** Number of canaries, n. */
    public int size() {
        return labels.length;
    }

    /** How the samples lie and are seen. */
    public InputFormat format() {
        return format;
    }

    /** Id of the canonical image behind canary {@code i}. */
    public String imageId(int i) {
        return imageIds.get(i);
    }

    /** True class of canary {@code i}. */
    public int label(int i) {
        return labels[i];
    }

    /** All samples as training was fed, {@code [n, height, width, channels]}; not a copy, and not to be changed. */
    public byte[] pixels() {
        return pixels;
    }

    /** Number of classes, K. */
    public int classes() {
        return classes;
    }

    /** Probability of class {@code k} for canary {@code i} as it was computed at registration. */
    public float probability(int i, int k) {
        return probabilities[i * classes + k];
    }

    /** Adds the samples of canary {@code i} to a SHA-256. */
    void digest(int i, MessageDigest sha256) {
        sha256.update(pixels, i * format.imageBytes(), format.imageBytes());
    }
}
