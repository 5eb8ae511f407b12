package org.equipoise.augment.packs;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;

/**
 * Training splits by dataset version. The last used ones stay in memory, up to a bound of bytes. A frozen version never
 * changes, so what is kept is never stale. Thread-safe; a split is read by one thread while the others wait for it.
 */
public final class TrainingSplits {

    private final ObjectStore store;
    private final long maxBytes;
    /** Least recently used first. */
    private final Map<String, TrainingSplit> cached = new LinkedHashMap<>(16, 0.75f, true);

    /** @param maxBytes of all splits in memory together */
    public TrainingSplits(ObjectStore store, long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("the cache must have at least one byte, got " + maxBytes);
        }
        this.store = store;
        this.maxBytes = maxBytes;
    }

    /**
     * The training split of a frozen version.
     *
     * @throws IllegalArgumentException if there is no such version, it has no training images, its packs are not as
     *     promised, or it does not fit into the bound
     * @throws org.equipoise.common.storage.StorageException if the object store does not answer
     */
    public synchronized TrainingSplit get(String dataset, String version) {
        String key = dataset + "/" + version;
        TrainingSplit found = cached.get(key);
        if (found == null) {
            found = read(dataset, version);
            cached.put(key, found);
        }
        return found;
    }

    /** Memory that the kept splits hold. */
    public synchronized long sizeBytes() {
        return cached.values().stream().mapToLong(TrainingSplit::sizeBytes).sum();
    }

    private TrainingSplit read(String dataset, String version) {
        List<String> keys = partKeys(dataset, version);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "no frozen dataset " + dataset + "/" + version + " with training images");
        }
        long needed = 0;
        for (String key : keys) {
            needed += store.size(Bucket.DATASETS, key).orElseThrow(() -> missing(key));
        }
        if (needed > maxBytes) {
            throw new IllegalArgumentException(
                    "the training split of " + dataset + "/" + version + " has " + needed
                            + " bytes, more than the " + maxBytes
                            + " of equipoise.augment.packs.max-bytes (or half of the heap); raise it, or freeze smaller images");
        }
        makeRoom(needed);
        List<Map<String, NpyArray>> packs = new ArrayList<>();
        for (String key : keys) {
            packs.add(pack(key));
        }
        return TrainingSplit.of(packs);
    }

    private Map<String, NpyArray> pack(String key) {
        byte[] npz = store.get(Bucket.DATASETS, key).orElseThrow(() -> missing(key));
        try {
            return Npz.read(npz);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("pack " + key + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException missing(String key) {
        return new IllegalArgumentException("pack " + key + " is missing");
    }

    /** Keys in the order of their part numbers; S3 would put part 10 before part 2. */
    private List<String> partKeys(String dataset, String version) {
        String first = ObjectKeys.pack(dataset, version, Split.TRAIN, 0);
        String folder = first.substring(0, first.lastIndexOf('/') + 1);
        int parts = store.list(Bucket.DATASETS, folder).size();
        List<String> keys = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            keys.add(ObjectKeys.pack(dataset, version, Split.TRAIN, part));
        }
        return keys;
    }

    private void makeRoom(long needed) {
        long held = sizeBytes();
        Iterator<TrainingSplit> oldest = cached.values().iterator();
        while (held + needed > maxBytes && oldest.hasNext()) {
            held -= oldest.next().sizeBytes();
            oldest.remove();
        }
    }
}
