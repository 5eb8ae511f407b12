package org.equipoise.common.versions;

import java.util.function.Consumer;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.words.Counted;

/** Reads the manifests of frozen versions; into memory within a bound. */
public final class StoredManifests {

    /** Images of a version: 72 MB. What the command line reads of a label file has as many rows. */
    public static final long MOST_IMAGES = 2_000_000;

    private final ObjectStore store;

    public StoredManifests(ObjectStore store) {
        this.store = store;
    }

    /**
     * The manifest of a version.
     *
     * @throws UnreadableManifestException if it is too long, is gone, or is not what freezing writes
     */
    public Manifest of(DatasetFrozen frozen) {
        return of(frozen, entry -> {});
    }

    /**
     * The same, and hands every line on as it is read.
     *
     * @throws UnreadableManifestException if it is too long, is gone, or is not what freezing writes; lines may have
     *     been handed on before
     */
    public Manifest of(DatasetFrozen frozen, Consumer<ManifestEntry> each) {
        long images = images(frozen);
        if (images > MOST_IMAGES) {
            throw new UnreadableManifestException("has " + Counted.of(images, "image") + ": at most "
                    + Counted.of(MOST_IMAGES, "is", "are") + " read");
        }
        return read(frozen, in -> ManifestLines.read(in, frozen.labelSet(), (int) images, each));
    }

    /**
     * Hands every line of a manifest on as it is read, and keeps none: a version may have as many images as it likes.
     *
     * @throws UnreadableManifestException if it is gone, or a line is missing, too many or damaged; lines may have been
     *     handed on before
     */
    public void each(DatasetFrozen frozen, Consumer<ManifestEntry> each) {
        long lines = read(frozen, in -> ManifestLines.each(in, each));
        if (lines != images(frozen)) {
            throw new UnreadableManifestException("has " + Counted.of(lines, "line") + ": "
                    + Counted.of(images(frozen), "image was frozen", "images were frozen"));
        }
    }

    private <T> T read(DatasetFrozen frozen, ObjectStore.Reading<T> reading) {
        if (!ObjectKeys.isPossible(frozen.manifestKey())) {
            throw new UnreadableManifestException("has a key that no object can have");
        }
        return store.read(Bucket.DATASETS, frozen.manifestKey(), reading)
                .orElseThrow(() -> new UnreadableManifestException("is not stored any more"));
    }

    /** Images of a version, in all splits. */
    public static long images(DatasetFrozen frozen) {
        return frozen.classCounts().values().stream()
                .mapToLong(ClassDistribution::total)
                .sum();
    }
}
