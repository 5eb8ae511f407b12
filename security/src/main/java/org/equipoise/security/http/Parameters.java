package org.equipoise.security.http;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What query parameters mean, or a refusal that names kind and limit. */
public final class Parameters {

    private Parameters() {}

    /**
     * A whole number in [1, {@code most}].
     *
     * @param usual where none is given
     */
    public static int count(String name, @Nullable String given, int usual, int most) {
        if (given == null || given.isBlank()) {
            return usual;
        }
        String limits = name + " must be a whole number in [1, " + most + "], got ";
        try {
            long value = Long.parseLong(given.strip());
            if (value < 1 || value > most) {
                throw Problem.bad(limits + value);
            }
            return (int) value;
        } catch (NumberFormatException e) {
            throw Problem.bad(limits + "something else of " + given.length() + " characters");
        }
    }

    /** One of some words; null where none is given. */
    public static @Nullable String oneOf(String name, @Nullable String given, List<String> words) {
        if (given == null || given.isBlank()) {
            return null;
        }
        if (!words.contains(given)) {
            throw Problem.bad(name + " must be one of " + String.join(", ", words) + ", got something else of "
                    + given.length() + " characters");
        }
        return given;
    }
}
