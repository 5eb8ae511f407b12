package org.equipoise.security.keys;

import java.util.Optional;

/** A key that a service sends to another one. */
public final class SentKey {

    private static final int FIRST = ' ';
    private static final int LAST = '~';

    private SentKey() {}

    /**
     * The key as it is sent: of ASCII characters, as a header may have them, without the space around it, such as the
     * end of a line that a file of secrets ends with. The refusal does not repeat it.
     *
     * @param property that it is configured in
     * @throws IllegalArgumentException if it has others inside
     */
    public static Optional<String> of(String property, Optional<String> key) {
        Optional<String> sent = key.map(String::strip);
        if (sent.stream().flatMapToInt(String::chars).anyMatch(c -> c < FIRST || c > LAST)) {
            throw new IllegalArgumentException(property + " must have printable ASCII characters only");
        }
        return sent;
    }
}
