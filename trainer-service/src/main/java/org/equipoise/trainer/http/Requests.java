package org.equipoise.trainer.http;

import java.util.regex.Pattern;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.jspecify.annotations.Nullable;

/** Checks of what requests carry. A name becomes a part of object keys: nothing but a name may. */
final class Requests {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final int LONGEST_REASON = 500;

    private Requests() {}

    /** What went wrong, as a sentence. */
    record Problem(String problem) {}

    static Response problem(Response.Status status, String sentence) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(new Problem(sentence))
                .build();
    }

    static WebApplicationException bad(String sentence) {
        return new WebApplicationException(problem(Response.Status.BAD_REQUEST, sentence));
    }

    static boolean named(String value) {
        return NAME.matcher(value).matches();
    }

    static String model(String value) {
        if (!named(value)) {
            throw bad("the model must match " + NAME);
        }
        return value;
    }

    static @Nullable String optional(String field, @Nullable String value) {
        if (value != null && !named(value)) {
            throw bad(field + " must match " + NAME);
        }
        return value;
    }

    static String reason(@Nullable String reason) {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw bad("a reason of 1 to " + LONGEST_REASON + " characters is needed: it is what others will read");
        }
        return reason.strip();
    }
}
