package org.equipoise.common.versions;

import java.util.Arrays;
import java.util.HexFormat;

import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.words.Counted;

/**
 * The images of one version in memory, 36 bytes each: ids as numbers, classes as indices. Its order is that of the
 * manifest, which {@link Walk} relies on: train, validation, test, each by image id.
 */
public final class Manifest {

    private static final int SPLITS = Split.values().length;

    /** Longs of 16 hex digits each. */
    private static final int LONGS = 4;

    private static final int DIGITS = 16;

    private final LabelSet labels;
    private final long[] ids;
    private final int[] classes;

    /** Where each split ends; the next one begins there. */
    private final int[] ends = new int[SPLITS];

    private int size;
    private int lastSplit;

    /** @param images that are going to be added; there must be neither more nor fewer */
    Manifest(LabelSet labels, int images) {
        this.labels = labels;
        ids = new long[images * LONGS];
        classes = new int[images];
    }

    /** Adds the image of the next line. */
    void add(ManifestEntry entry) {
        if (size == classes.length) {
            throw new UnreadableManifestException("goes on after its last image: " + expected());
        }
        int k = entry.classIndex();
        if (k >= labels.size() || !labels.name(k).equals(entry.label())) {
            throw new UnreadableManifestException(
                    "has a label in line " + (size + 1) + " that is not the version's class " + k);
        }
        for (int i = 0; i < LONGS; i++) {
            ids[size * LONGS + i] = Long.parseUnsignedLong(entry.imageId(), i * DIGITS, (i + 1) * DIGITS, 16);
        }
        int split = entry.split().ordinal();
        if (split < lastSplit || (size > start(split) && compare(this, size - 1, this, size) >= 0)) {
            throw new UnreadableManifestException("is not in order in line " + (size + 1));
        }
        classes[size] = k;
        size++;
        lastSplit = split;
        Arrays.fill(ends, split, SPLITS, size);
    }

    /**
     * Checks what no single line shows: that none is missing, and that no image is in two splits.
     *
     * @throws UnreadableManifestException if it is not so
     */
    void requireWhole() {
        if (size < classes.length) {
            throw new UnreadableManifestException("ends after " + Counted.of(size, "image") + ": " + expected());
        }
        var walk = new Walk();
        while (walk.here()) {
            walk.advance();
        }
    }

    private String expected() {
        return Counted.of(classes.length, "image was frozen", "images were frozen");
    }

    /** Images. */
    public int size() {
        return size;
    }

    /** The classes of the version. */
    public LabelSet labels() {
        return labels;
    }

    private int start(int split) {
        return split == 0 ? 0 : ends[split - 1];
    }

    private static int compare(Manifest a, int i, Manifest b, int j) {
        for (int part = 0; part < LONGS; part++) {
            int order = Long.compareUnsigned(a.ids[i * LONGS + part], b.ids[j * LONGS + part]);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Goes from image to image of every split, by image id. */
    public final class Walk {

        private final int[] next = new int[SPLITS];
        private int split = -1;

        /** Begins at the image with the lowest id. */
        public Walk() {
            for (int s = 0; s < SPLITS; s++) {
                next[s] = start(s);
            }
            find();
        }

        /** Whether there is an image here; else the walk is over. */
        public boolean here() {
            return split >= 0;
        }

        /** Goes to the next image. */
        public void advance() {
            next[split]++;
            find();
        }

        private void find() {
            split = -1;
            for (int s = 0; s < SPLITS; s++) {
                if (next[s] == ends[s]) {
                    continue;
                }
                int order = split < 0 ? -1 : compare(Manifest.this, next[s], Manifest.this, next[split]);
                if (order == 0) {
                    throw new UnreadableManifestException("has image " + imageId() + " in two splits");
                }
                if (order < 0) {
                    split = s;
                }
            }
        }

        /** The order of both images by id. */
        public int compareTo(Walk other) {
            return compare(Manifest.this, next[split], other.manifest(), other.next[other.split]);
        }

        private Manifest manifest() {
            return Manifest.this;
        }

        /** Where the image is. */
        public Split split() {
            return Split.values()[split];
        }

        /** The name of its class. */
        public String label() {
            return labels.name(classes[next[split]]);
        }

        /** The index of its class in this version. */
        public int classIndex() {
            return classes[next[split]];
        }

        /** SHA-256 of its pixels, 64 hex digits. */
        public String imageId() {
            var id = new StringBuilder(LONGS * DIGITS);
            for (int part = 0; part < LONGS; part++) {
                id.append(HexFormat.of().toHexDigits(ids[next[split] * LONGS + part]));
            }
            return id.toString();
        }
    }
}
