package org.equipoise.augment.packs;

/** Where the samples of a split lie. Thread-safe. */
interface Samples {

    /** An array that this image lies in, from {@link #offset}; not to be written to. */
    byte[] of(int image);

    /** Where the image begins in the array that {@link #of} gives. */
    int offset(int image);
}
