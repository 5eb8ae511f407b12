package org.equipoise.trainer.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.features.FeatureRows;

/**
 * What a pretrained network saw of a frozen version, beside its packs, so that it goes when the version goes:
 * {@code <dataset>/<version>/features/<backbone's sha256>/<view>/<side>/<split>/part-N-<view>.npz} with
 * {@code features} float32 {@code [n, F]} and {@code labels} int32. The hash is part of the key: what another network
 * saw is never taken for it.
 */
final class FeatureCache {

    private final ObjectStore objects;
    private final DatasetFrozen dataset;
    private final Backbone backbone;
    private final int side;
    private final Consumer<String> remarks;
    private boolean kept = true;

    /** @param remarks told once where what was seen cannot be kept */
    FeatureCache(ObjectStore objects, DatasetFrozen dataset, Backbone backbone, int side, Consumer<String> remarks) {
        this.objects = objects;
        this.dataset = dataset;
        this.backbone = backbone;
        this.side = side;
        this.remarks = remarks;
    }

    String key(Split split, int part, boolean mirrored) {
        return dataset.dataset() + "/" + dataset.version() + "/features/" + backbone.sha256() + "/"
                + backbone.kind().view() + "/" + side + "/" + split.wireName() + "/part-" + part
                + (mirrored ? "-mirrored" : "-as-is") + ".npz";
    }

    /** What is kept of a pack; empty where nothing is, or nothing that can be used: it is computed again then. */
    Optional<FeatureRows> find(Split split, int part, boolean mirrored) {
        int images = dataset.packs(split).get(part).images();
        return objects.get(Bucket.DATASETS, key(split, part, mirrored)).flatMap(npz -> read(npz, images));
    }

    private Optional<FeatureRows> read(byte[] npz, int images) {
        int features = backbone.kind().features();
        try {
            Map<String, NpyArray> arrays = Npz.read(npz);
            int[] labels = LabelledImages.labels(arrays, dataset.labelSet().size());
            NpyArray values = LabelledImages.array(arrays, "features");
            return labels.length == images && values.shape().equals(java.util.List.of(images, features))
                    ? Optional.of(new FeatureRows(features, values.toFloats(), labels))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Keeps it, where the store lets it be kept: a cache is not worth a run. */
    void keep(Split split, int part, boolean mirrored, FeatureRows rows) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("features", NpyArray.ofFloats(rows.values(), rows.size(), rows.features()));
        arrays.put("labels", NpyArray.ofInts(rows.labels(), rows.size()));
        try {
            objects.put(Bucket.DATASETS, key(split, part, mirrored), Npz.write(arrays), "application/zip");
        } catch (StorageException e) {
            if (kept) {
                remarks.accept("what " + backbone.name() + " sees is not kept, so every run looks anew; the bucket "
                        + Bucket.DATASETS.wireName() + " must take what the trainer writes: " + e.getMessage());
            }
            kept = false;
        }
    }
}
