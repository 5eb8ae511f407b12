package org.equipoise.security.keys;

import java.util.Optional;

/** A key that a service sends to another one. */
public final class SentKey {

    private static final int FIRST_PRINTABLE = 0x21;
    private static final int LAST_PRINTABLE = 0x7e;

    private SentKey() {}

    /**
     * The key as it is sent: of visible ASCII characters, as a header may have them. The refusal does not repeat it.
     *
     * @param property that it is configured in
     * @throws IllegalArgumentException if it has others, such as the end of a line that a file of secrets ends with
     */
    public static Optional<String> of(String property, Optional<String> key) {
        if (key.stream().flatMapToInt(String::chars).anyMatch(c -> c < FIRST_PRINTABLE || c > LAST_PRINTABLE)) {
            throw new IllegalArgumentException(property + " must have visible ASCII characters only: no space, and no"
                    + " end of a line at its end");
        }
        return key;
    }
}
