package org.equipoise.augment.sharding;

/** A shard's npz and how many images are in it. */
public final class Shard {

    private final byte[] npz;
    private final int images;

    Shard(byte[] npz, int images) {
        this.npz = npz;
        this.images = images;
    }

    /** The object's bytes; not a copy. */
    public byte[] npz() {
        return npz;
    }

    /** Images in it, at least 1. */
    public int images() {
        return images;
    }
}
