package org.equipoise.bench.collapse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;

/** The images of a dataset that runs draw from, at {@value #SIDE} pixels. */
public record DataSplits(ImageTable train, ImageTable validation, ImageTable test) {

    /** Pixels on each side. */
    static final int SIDE = 28;

    /** Reads what {@link #write} wrote. */
    public static DataSplits read(Path file) {
        try {
            Map<String, NpyArray> arrays = Npz.read(Files.readAllBytes(file));
            int classes = array(arrays, "classes").toInts()[0];
            return new DataSplits(
                    table(arrays, "train", classes), table(arrays, "val", classes), table(arrays, "test", classes));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static ImageTable table(Map<String, NpyArray> arrays, String split, int classes) {
        NpyArray images = array(arrays, split + "_images");
        var shape = new InputShape(
                images.shape().get(2), images.shape().get(1), images.shape().get(3));
        return new ImageTable(
                shape, images.bytes(), array(arrays, split + "_labels").toInts(), classes);
    }

    private static NpyArray array(Map<String, NpyArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    /** Writes it for the processes that train. */
    void write(Path file) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("classes", NpyArray.ofInts(new int[] {train.classes()}, 1));
        add(arrays, "train", train);
        add(arrays, "val", validation);
        add(arrays, "test", test);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, Npz.write(arrays));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void add(Map<String, NpyArray> arrays, String split, ImageTable table) {
        InputShape shape = table.shape();
        arrays.put(
                split + "_images",
                NpyArray.ofBytes(table.pixels(), table.size(), shape.height(), shape.width(), shape.channels()));
        arrays.put(split + "_labels", NpyArray.ofInts(table.labels(), table.size()));
    }
}
