package org.equipoise.augment.packs;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.storage.ObjectStore;

/**
 * Training splits by dataset version. The last used ones stay in memory, up to a bound of bytes. A frozen version never
 * changes, so what is kept is never stale. Thread-safe; a split is read by one thread while the others wait for it.
 */
public final class TrainingSplits {

    private final StoredPacks packs;
    private final long maxBytes;
    /** Least recently used first. */
    private final Map<String, TrainingSplit> cached = new LinkedHashMap<>(16, 0.75f, true);

    /** @param maxBytes of all splits in memory together */
    public TrainingSplits(ObjectStore store, long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("the cache must have at least one byte, got " + maxBytes);
        }
        packs = new StoredPacks(store);
        this.maxBytes = maxBytes;
    }

    /**
     * The training split of a frozen version.
     *
     * @throws IllegalArgumentException if there is no such version, it has no training images, its packs are not as
     *     promised, or it does not fit into the bound
     * @throws org.equipoise.common.storage.StorageException if the object store does not answer
     */
    public TrainingSplit get(String dataset, String version) {
        return find(dataset, version)
                .orElseThrow(() -> new IllegalArgumentException("the training split of " + dataset + "/" + version
                        + " does not fit into the " + maxBytes + " bytes of memory for training splits"));
    }

    /** The same, but empty where it does not fit into the bound. */
    synchronized Optional<TrainingSplit> find(String dataset, String version) {
        String key = dataset + "/" + version;
        TrainingSplit kept = cached.get(key);
        if (kept != null) {
            return Optional.of(kept);
        }
        List<StoredPacks.Stored> stored = packs.of(dataset, version);
        long needed = StoredPacks.bytes(stored);
        if (needed > maxBytes) {
            return Optional.empty();
        }
        makeRoom(needed);
        TrainingSplit read = TrainingSplit.of(stored.stream().map(packs::read).toList());
        cached.put(key, read);
        return Optional.of(read);
    }

    /**
     * Drops the splits of versions that the object store has no more.
     *
     * @throws org.equipoise.common.storage.StorageException if the object store does not answer
     */
    void forget() {
        List<String> keys;
        synchronized (this) {
            keys = List.copyOf(cached.keySet());
        }
        for (String key : keys) {
            int between = key.indexOf('/');
            if (!packs.has(key.substring(0, between), key.substring(between + 1))) {
                drop(key);
            }
        }
    }

    private synchronized void drop(String key) {
        cached.remove(key);
    }

    /** Memory that the kept splits hold. */
    public synchronized long sizeBytes() {
        return cached.values().stream().mapToLong(TrainingSplit::sizeBytes).sum();
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
