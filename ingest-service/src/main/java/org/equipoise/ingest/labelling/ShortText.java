package org.equipoise.ingest.labelling;

import org.equipoise.common.hashing.Sha256;

/**
 * Names and labels as an image's record keeps them: what is longer than anybody needs is cut, and ends in a hash of the
 * whole, so that two that differ still do. 128 studies with names of a kilobyte must not make a record that the broker
 * refuses.
 */
final class ShortText {

    /** Of one text as JSON in UTF-8. */
    static final int MOST_BYTES = 256;

    private static final int HASH_DIGITS = 16;
    /** A control character, escaped. */
    private static final int MOST_BYTES_OF_A_CHARACTER = 6;

    private static final int KEPT = (MOST_BYTES - 1 - HASH_DIGITS) / MOST_BYTES_OF_A_CHARACTER;

    private ShortText() {}

    /** The text itself if it is short enough. */
    static String of(String text) {
        if (bytes(text) <= MOST_BYTES) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(KEPT - 1)) ? KEPT - 1 : KEPT;
        return text.substring(0, end) + "~" + Sha256.hex(text).substring(0, HASH_DIGITS);
    }

    /** An upper bound of its length in JSON. */
    private static int bytes(String text) {
        return text.chars()
                .map(c -> c < ' ' ? MOST_BYTES_OF_A_CHARACTER : c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : 3)
                .sum();
    }
}
