package org.equipoise.ingest.freezing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.events.DatasetFrozen.Pack;
import org.equipoise.common.imaging.Preprocessing;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;

/**
 * Writes the packs of a plan, one in memory at a time, and the manifest last: where there is a manifest, the version is
 * whole.
 */
public final class Packer {

    private final ObjectStore store;
    private final Executor executor;

    /** @param executor fetches images side by side; its threads bound how many */
    public Packer(ObjectStore store, Executor executor) {
        this.store = store;
        this.executor = executor;
    }

    /**
     * Packs every image, unless the version is already there.
     *
     * @param json one line of the manifest
     */
    public void pack(FreezePlan plan, PixelSource source, Function<ManifestEntry, byte[]> json) {
        String manifestKey = ObjectKeys.manifest(plan.dataset(), plan.version());
        if (store.size(Bucket.DATASETS, manifestKey).isPresent()) {
            return;
        }
        int from = 0;
        for (Pack pack : plan.packs()) {
            List<ManifestEntry> entries = plan.entries().subList(from, from + pack.images());
            store.put(Bucket.DATASETS, pack.objectKey(), npz(plan, entries, source), "application/zip");
            from += pack.images();
        }
        String manifest = plan.entries().stream()
                .map(entry -> new String(json.apply(entry), StandardCharsets.UTF_8) + "\n")
                .collect(Collectors.joining());
        store.put(Bucket.DATASETS, manifestKey, manifest.getBytes(StandardCharsets.UTF_8), "application/x-ndjson");
    }

    private byte[] npz(FreezePlan plan, List<ManifestEntry> entries, PixelSource source) {
        int length = plan.shape().length() * (plan.bits() / Byte.SIZE);
        byte[] images = new byte[entries.size() * length];
        int[] labels = new int[entries.size()];
        List<Runnable> fetched = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            ManifestEntry entry = entries.get(i);
            int offset = i * length;
            labels[i] = entry.classIndex();
            fetched.add(() -> Preprocessing.fit(source.pixels(entry.imageId(), plan.bits()), plan.format())
                    .copyTo(images, offset));
        }
        SideBySide.run(fetched, executor);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        int[] shape = {
            labels.length,
            plan.shape().height(),
            plan.shape().width(),
            plan.shape().channels()
        };
        arrays.put(
                "images",
                plan.bits() == Short.SIZE ? NpyArray.ofUnsignedShorts(images, shape) : NpyArray.ofBytes(images, shape));
        arrays.put("labels", NpyArray.ofInts(labels, labels.length));
        return Npz.write(arrays);
    }
}
