package org.equipoise.security.keys;

import java.util.regex.Pattern;

/**
 * Whoever was given a key.
 *
 * @param name as it appears beside what the holder did, e.g. as the annotator of a label
 */
public record KeyHolder(String name, Role role) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public KeyHolder {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a key's name must match " + NAME);
        }
    }
}
