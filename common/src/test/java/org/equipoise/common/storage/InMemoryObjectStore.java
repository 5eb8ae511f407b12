package org.equipoise.common.storage;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** An object store in memory, for tests of the code that uses one. */
public class InMemoryObjectStore implements ObjectStore {

    private static final Runnable NOTHING = () -> {};

    private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final Map<String, Long> puts = new ConcurrentHashMap<>();
    private final AtomicLong clock = new AtomicLong();
    private final AtomicReference<Runnable> beforeNextPut = new AtomicReference<>(NOTHING);

    /** What happens while the next writer sleeps, right before it writes. */
    public void beforeNextPut(Runnable meanwhile) {
        beforeNextPut.set(meanwhile);
    }

    @Override
    public void createBuckets() {
        // Buckets are prefixes here.
    }

    @Override
    public void put(Bucket bucket, String key, byte[] bytes, String contentType) {
        beforeNextPut.getAndSet(NOTHING).run();
        puts.put(bucket.wireName() + "/" + key, clock.incrementAndGet());
        objects.put(bucket.wireName() + "/" + key, bytes.clone());
    }

    @Override
    public Optional<byte[]> get(Bucket bucket, String key) {
        return Optional.ofNullable(objects.get(bucket.wireName() + "/" + key)).map(byte[]::clone);
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
        String start = bucket.wireName() + "/" + prefix;
        int skip = bucket.wireName().length() + 1;
        return objects.keySet().stream()
                .filter(key -> key.startsWith(start))
                .map(key -> key.substring(skip))
                .toList();
    }

    @Override
    public List<String> newest(Bucket bucket, String prefix, String end, int most) {
        return list(bucket, prefix).stream()
                .filter(key -> key.endsWith(end))
                .sorted(Comparator.comparing((String key) -> puts.getOrDefault(bucket.wireName() + "/" + key, 0L))
                        .reversed())
                .limit(most)
                .toList();
    }

    @Override
    public void delete(Bucket bucket, String key) {
        objects.remove(bucket.wireName() + "/" + key);
    }

    @Override
    public boolean healthy() {
        return true;
    }
}
