package org.equipoise.monitor.http;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.equipoise.security.http.Problem;

/** While state is restored or moves to another instance, the answer is "come back later". */
@Provider
public class StoreNotReadyMapper implements ExceptionMapper<InvalidStateStoreException> {

    @Override
    public Response toResponse(InvalidStateStoreException e) {
        String why = e instanceof StreamsNotStartedException ? "not started yet" : "the state is being restored";
        return Response.fromResponse(Problem.answer(
                        Response.Status.SERVICE_UNAVAILABLE.getStatusCode(), why + "; try again in a second"))
                .header("Retry-After", "1")
                .build();
    }
}
