package org.equipoise.trainer.http;

import java.util.regex.Pattern;

import org.equipoise.common.words.Reason;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;

/** Checks of what requests carry. A name becomes a part of object keys: nothing but a name may. */
final class Requests {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private Requests() {}

    static boolean named(String value) {
        return NAME.matcher(value).matches();
    }

    static String model(String value) {
        return name("the model", value);
    }

    static String name(String field, @Nullable String value) {
        if (value == null || !named(value)) {
            throw Problem.bad(field + (value == null ? " is missing, it" : "") + " must match " + NAME);
        }
        return value;
    }

    static @Nullable String optional(String field, @Nullable String value) {
        return value == null ? null : name(field, value);
    }

    static String reason(@Nullable String reason) {
        try {
            return Reason.handedOn(reason);
        } catch (IllegalArgumentException e) {
            throw Problem.bad(String.valueOf(e.getMessage()));
        }
    }
}
