package org.equipoise.augment.packs;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;

import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;

/** The packs of training splits in the object store. */
final class StoredPacks {

    private final ObjectStore store;

    StoredPacks(ObjectStore store) {
        this.store = store;
    }

    /**
     * A pack that is there.
     *
     * @param bytes of the object
     */
    record Stored(String key, long bytes) {}

    /**
     * The packs of a version's training split, by their numbers; S3 would put part 10 before part 2.
     *
     * @throws IllegalArgumentException if there is none, or one is missing
     */
    List<Stored> of(String dataset, String version) {
        String first = ObjectKeys.pack(dataset, version, Split.TRAIN, 0);
        String folder = first.substring(0, first.lastIndexOf('/') + 1);
        int parts = store.list(Bucket.DATASETS, folder).size();
        if (parts == 0) {
            throw new IllegalArgumentException(
                    "no frozen dataset " + dataset + "/" + version + " with training images");
        }
        List<Stored> packs = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            String key = ObjectKeys.pack(dataset, version, Split.TRAIN, part);
            packs.add(new Stored(key, store.size(Bucket.DATASETS, key).orElseThrow(() -> missing(key))));
        }
        return packs;
    }

    /** Whether a version's training split is there still. */
    boolean has(String dataset, String version) {
        return store.size(Bucket.DATASETS, ObjectKeys.pack(dataset, version, Split.TRAIN, 0))
                .isPresent();
    }

    /** All of these, in bytes. */
    static long bytes(List<Stored> packs) {
        return packs.stream().mapToLong(Stored::bytes).sum();
    }

    /**
     * A pack in memory.
     *
     * @throws IllegalArgumentException if it is missing or none, with its key
     */
    Map<String, NpyArray> read(Stored pack) {
        byte[] npz = store.get(Bucket.DATASETS, pack.key()).orElseThrow(() -> missing(pack.key()));
        try {
            return Npz.read(npz);
        } catch (IllegalArgumentException e) {
            throw unusable(pack, e);
        }
    }

    /**
     * Hands on the arrays of a pack while it arrives.
     *
     * @throws IllegalArgumentException if it is missing or none, with its key
     * @throws org.equipoise.common.storage.StorageException if the object store breaks off
     */
    void stream(Stored pack, Npz.ArrayReader reader) {
        Optional<Stored> read = store.read(Bucket.DATASETS, pack.key(), in -> {
            var counted = new Counted(in);
            try {
                Npz.stream(counted, reader);
            } catch (IllegalArgumentException | ZipException e) {
                throw unusable(pack, e);
            } catch (EOFException e) {
                if (counted.bytes < pack.bytes()) {
                    throw e;
                }
                throw unusable(pack, e);
            }
            return pack;
        });
        if (read.isEmpty()) {
            throw missing(pack.key());
        }
    }

    private static IllegalArgumentException unusable(Stored pack, Exception why) {
        return new IllegalArgumentException("pack " + pack.key() + " cannot be used: " + why.getMessage(), why);
    }

    private static IllegalArgumentException missing(String key) {
        return new IllegalArgumentException("pack " + key + " is missing");
    }

    /** Tells an object that ends too early from a connection that does. */
    private static final class Counted extends FilterInputStream {

        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            bytes += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int read = super.read(to, offset, length);
            bytes += Math.max(0, read);
            return read;
        }
    }
}
