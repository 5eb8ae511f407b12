package org.equipoise.bench.collapse.worker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;

/** An object store of one run, in memory. One thread owns it. */
final class MemoryStore implements ObjectStore {

    private final Map<String, byte[]> objects = new TreeMap<>();

    @Override
    public void createBuckets() {
        // Buckets are prefixes here.
    }

    @Override
    public void put(Bucket bucket, String key, byte[] bytes, String contentType) {
        objects.put(path(bucket, key), bytes);
    }

    @Override
    public Optional<byte[]> get(Bucket bucket, String key) {
        return Optional.ofNullable(objects.get(path(bucket, key)));
    }

    @Override
    public Optional<byte[]> get(Bucket bucket, String key, long maxBytes) {
        return get(bucket, key).filter(bytes -> bytes.length <= maxBytes);
    }

    @Override
    public Optional<Long> size(Bucket bucket, String key) {
        return get(bucket, key).map(bytes -> (long) bytes.length);
    }

    @Override
    public List<String> list(Bucket bucket, String prefix) {
        String start = path(bucket, prefix);
        int skip = path(bucket, "").length();
        return objects.keySet().stream()
                .filter(key -> key.startsWith(start))
                .map(key -> key.substring(skip))
                .toList();
    }

    @Override
    public List<String> newest(Bucket bucket, String prefix, String end, int most) {
        throw new UnsupportedOperationException("a run keeps no times");
    }

    @Override
    public void delete(Bucket bucket, String key) {
        objects.remove(path(bucket, key));
    }

    @Override
    public boolean healthy() {
        return true;
    }

    private static String path(Bucket bucket, String key) {
        return bucket.wireName() + "/" + key;
    }
}
