package org.equipoise.security.http;

/** What a refusal says that somebody gave a status and no words. */
final class StatusWords {

    private StatusWords() {}

    /** A sentence for a status of 400 or above. */
    static String of(int status) {
        return switch (status) {
            case 400 ->
                "the request cannot be read: its path, a parameter, a header or its body is not what is expected"
                        + " here; a body is JSON with Content-Type: application/json (/q/openapi lists all endpoints)";
            case 401 -> "a key that this service knows is needed";
            case 403 -> "this is not allowed";
            case 404 -> "there is nothing under this path, or not for this method; /q/openapi lists all endpoints";
            case 405 -> "this path does not take this method; the header Allow, or /q/openapi, says which";
            case 406 -> "the answer cannot be of the kind that the header Accept asks for; /q/openapi says which can";
            case 413 -> "the body is larger than this service takes";
            case 414 -> "the address is longer than this service takes";
            case 415 -> "a body of this Content-Type is not read here: send Content-Type: application/json";
            case 431 -> "the headers are larger than this service takes";
            case 503 -> "the service cannot answer now; try again";
            default ->
                status < 500
                        ? "the request is refused with status " + status
                        : "the service failed over this; its log says why";
        };
    }
}
