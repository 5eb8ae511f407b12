package org.equipoise.monitor.console.http;

import java.util.List;
import java.util.stream.Stream;

import jakarta.ws.rs.core.Response;

import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.ReviewItem.Kind;
import org.equipoise.monitor.console.ReviewQueue;
import org.equipoise.security.http.Parameters;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;

/** The review queue as endpoints use it. */
final class OpenQueue {

    static final String LATER = "What was said before the service started is still being read; try again";

    private OpenQueue() {}

    /**
     * After a restart an image that nobody knows yet is not one that is not there, and nobody's label is refused for
     * it.
     */
    static ReviewQueue of(ConsoleState state) {
        if (!state.caughtUp().get()) {
            throw Problem.of(
                    Response.Status.SERVICE_UNAVAILABLE, "what was said before is still being read; try again");
        }
        return state.review();
    }

    static void requireConcerned(ConsoleState state, String dataset, String image) {
        if (!of(state).concerns(dataset, image)) {
            throw Problem.of(
                    Response.Status.NOT_FOUND, "no image " + image + " of dataset " + dataset + " is in the queue");
        }
    }

    static @Nullable Kind kind(@Nullable String given) {
        List<String> names = Stream.of(Kind.values()).map(Kind::wireName).toList();
        String name = Parameters.oneOf("kind", given, names);
        return name == null ? null : Kind.values()[names.indexOf(name)];
    }

    static @Nullable String blankAsNone(@Nullable String given) {
        return given == null || given.isBlank() ? null : given;
    }
}
