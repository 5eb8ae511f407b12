package org.equipoise.ingest.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.equipoise.common.messaging.EventCodec;

/**
 * Why a request was not fulfilled.
 *
 * @param error a code for programs, e.g. {@code unknown-dataset}
 * @param message one sentence for people
 */
public record Problem(String error, String message) {

    Response response(int status) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(EventCodec.write(this))
                .build();
    }
}
