package org.equipoise.local.cli;

import java.util.regex.Pattern;

/** Checks names before anything is published, so that a typing error is a usage error. */
final class Names {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private Names() {}

    static void require(String value, String option) {
        if (!NAME.matcher(value).matches()) {
            throw new UsageException(option
                    + " must be 1 to 63 lower-case letters, digits, \".\", \"_\" or \"-\", got \"" + value + "\"");
        }
    }
}
