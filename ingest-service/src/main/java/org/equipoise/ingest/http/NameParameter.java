package org.equipoise.ingest.http;

import java.util.regex.Pattern;

import org.equipoise.common.words.Counted;
import org.equipoise.security.http.Problem;

/** What events take as names of datasets and versions. */
final class NameParameter {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private NameParameter() {}

    /**
     * The name that was given.
     *
     * @param what the parameter, for the refusal
     * @throws jakarta.ws.rs.WebApplicationException status 400 if it is no name
     */
    static String require(String what, String given) {
        if (!NAME.matcher(given).matches()) {
            throw Problem.bad(what + " must be 1 to 63 lower-case letters, digits, \".\", \"_\" or \"-\", got something"
                    + " else of " + Counted.of(given.length(), "character"));
        }
        return given;
    }
}
