package org.equipoise.local.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.messaging.EventCodec;

/**
 * How a service is.
 *
 * @param state in one word
 * @param down names of the checks that say that it is not ready, with what they say about it
 */
public record ServiceHealth(State state, List<String> down) {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int OK = 200;

    /** In one word. */
    public enum State {
        /** It does its work. */
        READY,
        /** It answers, and says that it cannot do its work. */
        DOWN,
        /** Nothing is heard of it. */
        SILENT
    }

    public ServiceHealth {
        down = List.copyOf(down);
    }

    /** Whether it does its work. */
    public boolean ready() {
        return state == State.READY;
    }

    /** What a person should know, e.g. {@code DOWN: object store}. */
    public String sentence() {
        return switch (state) {
            case READY -> "ready";
            case SILENT -> "does not answer";
            case DOWN -> down.isEmpty() ? "alive, but DOWN" : "alive, but DOWN: " + String.join(", ", down);
        };
    }

    /** The same about "it", e.g. {@code is alive, but DOWN: object store}. */
    public String said() {
        return state == State.SILENT ? sentence() : "is " + sentence();
    }

    /** Asks the service at this address. */
    public static ServiceHealth of(HttpClient http, URI address) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/q/health/ready"))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == OK ? new ServiceHealth(State.READY, List.of()) : down(answer.body());
        } catch (IOException e) {
            return new ServiceHealth(State.SILENT, List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new ServiceHealth(State.SILENT, List.of());
        }
    }

    private static ServiceHealth down(byte[] body) throws IOException {
        List<String> down;
        try {
            down = EventCodec.mapper()
                    .readTree(body)
                    .path("checks")
                    .valueStream()
                    .filter(check -> !check.path("status").asText().equals("UP"))
                    .map(ServiceHealth::check)
                    .toList();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            // Not from a health check: that it is not ready is all that is known.
            down = List.of();
        }
        return new ServiceHealth(State.DOWN, down);
    }

    private static String check(JsonNode check) {
        String data = check.path("data")
                .propertyStream()
                .map(entry -> entry.getKey() + " " + entry.getValue().asText())
                .collect(Collectors.joining(", "));
        return check.path("name").asText() + (data.isEmpty() ? "" : " (" + data + ")");
    }
}
