package org.equipoise.bench.larger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;

/**
 * A training split of noise as freezing would pack it. Each pack is drawn when it is asked for, so that the store holds
 * nothing; what is put is counted and dropped.
 */
final class DrawnPacks implements ObjectStore {

    static final String DATASET = "drawn";
    static final String VERSION = "v1";
    static final int CLASSES = 2;

    /** As {@code equipoise.ingest.freezing.pack-bytes}. */
    private static final int PACK_BYTES = 16 << 20;

    private final InputShape shape;
    private final List<Integer> packs = new ArrayList<>();

    DrawnPacks(int images, InputShape shape) {
        this.shape = shape;
        int most = Math.max(1, PACK_BYTES / shape.length());
        for (int left = images; left > 0; left -= most) {
            packs.add(Math.min(most, left));
        }
    }

    @Override
    public void createBuckets() {}

    @Override
    public void put(Bucket bucket, String key, byte[] bytes, String contentType) {}

    @Override
    public Optional<byte[]> get(Bucket bucket, String key) {
        int part = list(bucket, "").indexOf(key);
        if (part < 0) {
            return Optional.empty();
        }
        int images = packs.get(part);
        byte[] samples = new byte[images * shape.length()];
        new Random(part).nextBytes(samples);
        int[] labels = new int[images];
        for (int i = 0; i < images; i++) {
            labels[i] = i % CLASSES;
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", NpyArray.ofBytes(samples, images, shape.height(), shape.width(), shape.channels()));
        arrays.put("labels", NpyArray.ofInts(labels, images));
        return Optional.of(Npz.write(arrays));
    }

    @Override
    public Optional<byte[]> get(Bucket bucket, String key, long maxBytes) {
        return get(bucket, key).filter(bytes -> bytes.length <= maxBytes);
    }

    /** That of the samples and classes; the heads are a kilobyte. */
    @Override
    public Optional<Long> size(Bucket bucket, String key) {
        int part = list(bucket, "").indexOf(key);
        return part < 0 ? Optional.empty() : Optional.of((long) packs.get(part) * (shape.length() + Integer.BYTES));
    }

    @Override
    public List<String> list(Bucket bucket, String prefix) {
        List<String> keys = new ArrayList<>();
        for (int part = 0; part < packs.size(); part++) {
            keys.add(ObjectKeys.pack(DATASET, VERSION, Split.TRAIN, part));
        }
        return keys;
    }

    @Override
    public List<String> newest(Bucket bucket, String prefix, String end, int most) {
        return List.of();
    }

    @Override
    public void delete(Bucket bucket, String key) {}

    @Override
    public boolean healthy() {
        return true;
    }
}
