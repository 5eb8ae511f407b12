package org.equipoise.local.cli;

import java.util.regex.Pattern;

import org.equipoise.local.options.UsageException;
import org.jspecify.annotations.Nullable;

/** Checks names before anything is published, so that a typing error is a usage error. */
final class Names {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private static final Pattern STATION = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._/()#+-]{0,31}");

    private Names() {}

    static void require(String value, String option) {
        if (!NAME.matcher(value).matches()) {
            throw new UsageException(option
                    + " must be 1 to 63 lower-case letters, digits, \".\", \"_\" or \"-\", got \"" + value + "\"");
        }
    }

    /** The name of a device, if one is given. */
    static void station(@Nullable String value) {
        if (value != null && !STATION.matcher(value).matches()) {
            throw new UsageException(
                    "--station must be 1 to 32 letters, digits, spaces or any of \"._/()#+-\", beginning"
                            + " with a letter or digit, got \"" + value + "\"");
        }
    }
}
