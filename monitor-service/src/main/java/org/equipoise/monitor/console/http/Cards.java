package org.equipoise.monitor.console.http;

import jakarta.ws.rs.core.Response;

import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.security.http.Problem;

/** What the trainer wrote for people about versions and runs, as it wrote it. */
final class Cards {

    private Cards() {}

    /** @param missing what to say where there is none */
    static Response of(ObjectStore objects, String key, String missing) {
        return objects.get(Bucket.MODELS, key)
                .map(bytes -> Response.ok(bytes)
                        .header(
                                "Content-Security-Policy",
                                "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"))
                .orElseThrow(() -> Problem.of(Response.Status.NOT_FOUND, missing))
                .build();
    }
}
