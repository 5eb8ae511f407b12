package org.equipoise.trainer.training;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.Pack;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;

/** Frozen versions, each the {@code v1} of its dataset, and their packs. */
public final class FrozenDatasets {

    private FrozenDatasets() {}

    /** The event of freezing. */
    public static DatasetFrozen of(
            String dataset,
            LabelSet labels,
            InputShape shape,
            Map<Split, ClassDistribution> counts,
            List<Pack> packs,
            Instant frozenAt) {
        return new DatasetFrozen(
                dataset,
                "v1",
                "0".repeat(64),
                ObjectKeys.manifest(dataset, "v1"),
                labels,
                "OT",
                shape,
                counts,
                packs,
                List.of(),
                frozenAt);
    }

    /** Every split with the same counts, and none packed. */
    public static DatasetFrozen even(String dataset, LabelSet labels, InputShape shape, long... counts) {
        var each = new ClassDistribution(java.util.Arrays.stream(counts).boxed().toList());
        return of(
                dataset,
                labels,
                shape,
                Map.of(Split.TRAIN, each, Split.VALIDATION, each, Split.TEST, each),
                List.of(),
                Instant.EPOCH);
    }

    /** The first pack of a split, as the event names it. */
    public static Pack pack(String dataset, Split split, int images) {
        return new Pack(split, ObjectKeys.pack(dataset, "v1", split, 0), images);
    }

    /** Puts stripes in two classes where that pack is to be. */
    public static void storeStripes(ObjectStore objects, String dataset, InputShape shape, Split split, int images) {
        Shard stripes = Stripes.shard(shape, images, List.of(1.0, 1.0), split.ordinal());
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", NpyArray.ofBytes(stripes.pixels(), images, shape.height(), shape.width(), 1));
        arrays.put("labels", NpyArray.ofInts(stripes.labels(), images));
        objects.put(
                Bucket.DATASETS,
                ObjectKeys.pack(dataset, "v1", split, 0),
                Npz.write(arrays),
                "application/octet-stream");
    }
}
