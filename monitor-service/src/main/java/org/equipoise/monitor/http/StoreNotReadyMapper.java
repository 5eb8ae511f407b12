package org.equipoise.monitor.http;

import java.util.Map;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsNotStartedException;

/** While state is restored or moves to another instance, the answer is "come back later". */
@Provider
public class StoreNotReadyMapper implements ExceptionMapper<InvalidStateStoreException> {

    @Override
    public Response toResponse(InvalidStateStoreException e) {
        String why = e instanceof StreamsNotStartedException ? "not started yet" : "the state is being restored";
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .header("Retry-After", "1")
                .entity(Map.of("error", why))
                .build();
    }
}
