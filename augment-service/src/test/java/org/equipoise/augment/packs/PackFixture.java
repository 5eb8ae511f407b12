package org.equipoise.augment.packs;

import java.util.LinkedHashMap;
import java.util.Map;

import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;

/** Packs as the ingest service freezes them. */
public final class PackFixture {

    private PackFixture() {}

    /**
     * Writes one pack of grey images: image i of class {@code labels[i]} has the value {@code 10 * (i + 1)} all over.
     */
    public static void write(ObjectStore store, String dataset, String version, int part, int side, int... labels) {
        byte[] images = new byte[labels.length * side * side];
        for (int i = 0; i < images.length; i++) {
            images[i] = (byte) (10 * (i / (side * side) + 1));
        }
        write(store, dataset, version, part, side, images, labels);
    }

    /** Writes one pack of these grey samples. */
    public static void write(
            ObjectStore store, String dataset, String version, int part, int side, byte[] images, int... labels) {
        write(store, dataset, version, part, NpyArray.ofBytes(images, labels.length, side, side, 1), labels);
    }

    /** Writes one pack of these images. */
    public static void write(
            ObjectStore store, String dataset, String version, int part, NpyArray images, int... labels) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", images);
        arrays.put("labels", NpyArray.ofInts(labels, labels.length));
        store.put(
                Bucket.DATASETS,
                ObjectKeys.pack(dataset, version, Split.TRAIN, part),
                Npz.write(arrays),
                "application/octet-stream");
    }
}
