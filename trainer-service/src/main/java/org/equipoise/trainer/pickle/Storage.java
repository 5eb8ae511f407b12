package org.equipoise.trainer.pickle;

/**
 * What a pickle says of a block of numbers that lies outside of it.
 *
 * @param key names it in the file
 * @param type of its numbers
 * @param size how many
 */
record Storage(String key, Type type, int size) {

    /** The types that are read, by their name in PyTorch. */
    enum Type {
        /** IEEE 754, 32 bits. */
        FLOAT("torch.FloatStorage", Float.BYTES),
        /** Whole numbers of 64 bits: counters that are left out. */
        LONG("torch.LongStorage", Long.BYTES);

        private final String global;
        private final int bytes;

        Type(String global, int bytes) {
            this.global = global;
            this.bytes = bytes;
        }

        String global() {
            return global;
        }

        int bytes() {
            return bytes;
        }
    }

    /** Bytes of all its numbers. */
    long bytes() {
        return (long) size * type.bytes();
    }
}
