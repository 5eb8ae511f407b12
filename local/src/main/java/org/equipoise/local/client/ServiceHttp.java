package org.equipoise.local.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.jspecify.annotations.Nullable;

/** Asks one service of the stack. What it refuses is told in its own words, never as an answer of HTTP. */
final class ServiceHttp {

    private static final int NOT_FOUND = 404;
    private static final int MOST_REFUSAL_BYTES = 65_536;

    private final StackConnection connection;
    private final String service;
    private final Duration patience;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /**
     * @param service e.g. {@code trainer-service}
     * @param patience with one answer
     */
    ServiceHttp(StackConnection connection, String service, Duration patience) {
        this.connection = connection;
        this.service = service;
        this.patience = patience;
    }

    /** How services say what is wrong. */
    private record Problem(@Nullable String problem) {}

    /** What came back; {@code body} may be anything where {@code status} is no success. */
    record Answer(int status, String body) {

        byte[] bytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }

        boolean succeeded() {
            return status / 100 == 2;
        }

        /** What the service says is wrong; nothing where what came back is not its own sentence. */
        Optional<String> problem() {
            try {
                return Optional.ofNullable(
                        EventCodec.read(bytes(), Problem.class).problem());
            } catch (MalformedEventException e) {
                return Optional.empty();
            }
        }
    }

    /** @throws ClientException if it cannot be reached, or refuses */
    <T> T get(String path, Class<T> type) {
        return read(succeeded(ask(request(path).GET())), type);
    }

    /** Takes what a service sends as it arrives. */
    @FunctionalInterface
    interface Received {
        void from(InputStream in) throws IOException;
    }

    /**
     * Hands the answer on as it arrives.
     *
     * @throws ClientException if the service cannot be reached, or refuses
     * @throws IOException if the answer was broken off, or {@code received} failed
     */
    void download(String path, String type, Received received) throws IOException {
        HttpRequest request = connection
                .request(address().resolve(path))
                .timeout(patience)
                .header("accept", type)
                .build();
        HttpResponse<InputStream> response = send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            if (response.statusCode() / 100 != 2) {
                byte[] refusal = in.readNBytes(MOST_REFUSAL_BYTES);
                succeeded(new Answer(response.statusCode(), new String(refusal, StandardCharsets.UTF_8)));
            }
            received.from(in);
        }
    }

    /** Nothing where there is none. */
    <T> Optional<T> find(String path, Class<T> type) {
        Answer answer = ask(request(path).GET());
        return answer.status() == NOT_FOUND ? Optional.empty() : Optional.of(read(succeeded(answer), type));
    }

    /** @throws ClientException if it cannot be reached, or refuses */
    <T> T post(String path, Object body, Class<T> type) {
        return read(succeeded(tryPost(path, body)), type);
    }

    /** @throws ClientException if it cannot be reached, or refuses */
    <T> T delete(String path, Class<T> type) {
        return read(succeeded(ask(request(path).DELETE())), type);
    }

    /** The same, whatever the answer is. */
    Answer tryPost(String path, Object body) {
        return ask(request(path)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(EventCodec.write(body))));
    }

    /** The address of the service itself. */
    URI address() {
        return connection.service(service);
    }

    private HttpRequest.Builder request(String path) {
        return connection.request(address().resolve(path)).timeout(patience).header("accept", "application/json");
    }

    private Answer ask(HttpRequest.Builder builder) {
        HttpResponse<String> response =
                send(builder.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        return new Answer(response.statusCode(), response.body());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (java.net.http.HttpConnectTimeoutException | java.net.ConnectException e) {
            throw new UnreachableException(
                    service + " does not answer at " + address() + ": \"equipoise status\" says how the services are",
                    e);
        } catch (java.net.http.HttpTimeoutException e) {
            throw new UnreachableException(
                    service + " gave no answer within " + patience.toSeconds() + " s; its log may say why", e);
        } catch (IOException e) {
            throw new UnreachableException(service + " broke off while it answered; its log may say why", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException("interrupted while asking " + service, e);
        }
    }

    private Answer succeeded(Answer answer) {
        if (answer.succeeded()) {
            return answer;
        }
        throw new ClientException(StackConnection.denial(answer.status())
                .map(denial -> service + " refuses: " + denial)
                .or(answer::problem)
                .orElseGet(() -> answer.status() >= 500
                        ? service + " failed over this; its log says why"
                        : service + " does not know what was asked (status " + answer.status()
                                + "); it may be of another version than this command line"));
    }

    private <T> T read(Answer answer, Class<T> type) {
        try {
            return EventCodec.read(answer.bytes(), type);
        } catch (MalformedEventException e) {
            throw new ClientException(
                    service + " answered what this command line does not understand; it may be of another version", e);
        }
    }
}
