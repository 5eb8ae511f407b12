package org.equipoise.security.http;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.security.access.Paths;
import org.equipoise.security.access.SecurityConfig;

/** What is refused before any resource sees it is refused in words, too. */
@ApplicationScoped
class Refusals {

    private static final int FORBIDDEN = 403;
    private static final int TOO_LARGE = 413;

    /** Where Quarkus keeps the bytes that it reads of a body whose length is not said. */
    private static final String MOST_OF_THIS_BODY = VertxHttpRecorder.MAX_REQUEST_SIZE_KEY;

    private final long mostBytes;
    private final long mostElsewhere;
    private final Paths senders;

    Refusals(
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> mostBytes,
            SecurityConfig config) {
        this.mostBytes = mostBytes.map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
        this.mostElsewhere = config.bodyBytes().orElse(this.mostBytes);
        this.senders = new Paths(config.senderPaths().orElse(List.of()));
    }

    void install(@Observes Router router) {
        router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1).handler(this::judgeSize);
        router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1).handler(this::limitReading);
        router.route().order(Integer.MIN_VALUE).failureHandler(Refusals::failed);
        for (int status : new int[] {400, 404, 405}) {
            router.errorHandler(status, context -> refuse(context, status));
        }
    }

    /** Quarkus would end the connection without a word. */
    private void judgeSize(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        long most = most(context);
        if (length == null || Long.parseLong(length) <= most) {
            context.next();
            return;
        }
        context.response().setStatusCode(TOO_LARGE).putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        end(context, "the body has " + length + " bytes, at most " + most + " bytes are taken");
    }

    private long most(RoutingContext context) {
        return senders.contain(context.normalizedPath()) ? mostBytes : mostElsewhere;
    }

    /** Quarkus has just allowed as much as anywhere. */
    private void limitReading(RoutingContext context) {
        if (context.get(MOST_OF_THIS_BODY) != null) {
            context.put(MOST_OF_THIS_BODY, most(context));
        }
        context.next();
    }

    private static void failed(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof ForbiddenException) {
            String why = failure.getMessage();
            context.response().setStatusCode(FORBIDDEN);
            end(context, why == null ? StatusWords.of(FORBIDDEN) : why);
        } else if (failure instanceof AuthenticationException
                || context.statusCode() < 400
                || context.statusCode() >= 500) {
            // Challenges, and failures that belong into the log.
            context.next();
        } else {
            refuse(context, context.statusCode());
        }
    }

    private static void refuse(RoutingContext context, int status) {
        if (context.response().ended()) {
            return;
        }
        context.response().setStatusCode(status);
        end(context, StatusWords.of(status));
    }

    /** Ends an answer whose status is set. */
    static void end(RoutingContext context, String sentence) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(new Problem(sentence).json());
    }
}
