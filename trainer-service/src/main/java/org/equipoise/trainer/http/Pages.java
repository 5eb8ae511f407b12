package org.equipoise.trainer.http;

import jakarta.ws.rs.core.Response;

/** Pages that were made of what users wrote: they hold pictures and styles of their own, and run nothing. */
final class Pages {

    private Pages() {}

    static Response response(byte[] page) {
        return Response.ok(page)
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
                .build();
    }
}
