package org.equipoise.bench.labels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;

/** A training split whose labels are taken as true. */
final class TrainingImages {

    private final String name;
    private final InputShape shape;
    private final byte[] pixels;
    private final int[] labels;
    private final int classes;

    /**
     * Owns its arrays: nobody changes them afterwards.
     *
     * @param pixels uint8 {@code [images, height, width, channels]}
     */
    TrainingImages(String name, InputShape shape, byte[] pixels, int[] labels, int classes) {
        this.name = name;
        this.shape = shape;
        this.pixels = pixels;
        this.labels = labels;
        this.classes = classes;
    }

    /** As given; see the constructor. */
    String name() {
        return name;
    }

    /** As given; see the constructor. */
    InputShape shape() {
        return shape;
    }

    /** Not a copy; see the constructor. */
    byte[] pixels() {
        return pixels;
    }

    /** Not a copy; see the constructor. */
    int[] labels() {
        return labels;
    }

    /** As given; see the constructor. */
    int classes() {
        return classes;
    }

    private static final int DRAWN = 600;
    private static final int SIDE = 28;

    /** The training split of a MedMNIST file. */
    static TrainingImages read(Path file) {
        try {
            Map<String, NpyArray> arrays = Npz.read(Files.readAllBytes(file));
            NpyArray images = array(arrays, "train_images", file);
            int[] labels = array(arrays, "train_labels", file).toInts();
            int channels = images.shape().size() == 4 ? images.shape().get(3) : 1;
            var shape = new InputShape(images.shape().get(2), images.shape().get(1), channels);
            int classes = 1 + java.util.Arrays.stream(labels).max().orElse(0);
            String name = file.getFileName().toString().replace(".npz", "");
            return new TrainingImages(name, shape, images.bytes(), labels, classes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static NpyArray array(Map<String, NpyArray> arrays, String name, Path file) {
        NpyArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException(file + " has no " + name);
        }
        return array;
    }

    /** Stripes in noise, one image in four across and the others along. */
    static TrainingImages drawn() {
        var random = new Random(1);
        byte[] pixels = new byte[DRAWN * SIDE * SIDE];
        int[] labels = new int[DRAWN];
        for (int i = 0; i < DRAWN; i++) {
            labels[i] = i % 4 == 0 ? 0 : 1;
            double phase = random.nextDouble() * 2 * Math.PI;
            for (int p = 0; p < SIDE * SIDE; p++) {
                int along = labels[i] == 0 ? p / SIDE : p % SIDE;
                double grey = 128 + 25 * Math.sin(along + phase) + 45 * random.nextGaussian();
                pixels[i * SIDE * SIDE + p] = (byte) Math.max(0, Math.min(255, Math.round(grey)));
            }
        }
        return new TrainingImages("synthetic", new InputShape(SIDE, SIDE, 1), pixels, labels, 2);
    }
}
