package org.equipoise.local.options;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;

import org.jspecify.annotations.Nullable;

/** Encodings as {@code --encoding} names them. */
public final class Encodings {

    private Encodings() {}

    /**
     * The encoding of a name; absent where none was given.
     *
     * @throws UsageException for one that this Java does not know
     */
    public static @Nullable Charset named(@Nullable String name) {
        try {
            return name == null ? null : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new UsageException("--encoding: this Java knows no encoding \"" + name + "\"");
        }
    }
}
