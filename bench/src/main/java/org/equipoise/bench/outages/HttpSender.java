package org.equipoise.bench.outages;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Posts requests to ingest. */
final class HttpSender {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TAKEN = 200;
    private static final int AGAIN = 503;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI ingest;

    HttpSender(URI ingest) {
        this.ingest = ingest;
    }

    /**
     * Whether a request was taken; if not, it was answered to come again.
     *
     * @throws IOException if there was no answer
     * @throws IllegalStateException if it was refused
     */
    boolean acknowledged(String path, String type, byte[] body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(ingest.resolve(path))
                .header("Content-Type", type)
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> answer = answer(request);
        if (answer.statusCode() != TAKEN && answer.statusCode() != AGAIN) {
            throw new IllegalStateException(
                    "answered " + answer.statusCode() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.statusCode() == TAKEN;
    }

    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** What is said at a path; empty if it is not there. */
    byte[] get(String path) throws IOException {
        HttpResponse<byte[]> answer = answer(
                HttpRequest.newBuilder(ingest.resolve(path)).timeout(PATIENCE).build());
        return answer.statusCode() == TAKEN ? answer.body() : new byte[0];
    }
}
