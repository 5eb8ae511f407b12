package org.equipoise.common.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A store that, like Amazon's, refuses a request for a bucket that names its first region. */
class StrictRegionTest {

    private final Queue<String> made = new ConcurrentLinkedQueue<>();
    private HttpServer server = unbound();

    @BeforeEach
    void start() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theFirstRegionIsAskedForByNamingNone() {
        storeIn("us-east-1").createBuckets();

        assertThat(made).hasSize(Bucket.values().length).containsOnly("");
    }

    @Test
    void anyOtherRegionIsNamed() {
        storeIn("eu-central-1").createBuckets();

        assertThat(made).hasSize(Bucket.values().length).allMatch(body -> body.contains(">eu-central-1<"));
    }

    @Test
    void aRefusalIsOneLineWithCodeAndMessage() {
        assertThatThrownBy(() -> storeIn("mars-1").createBuckets())
                .isInstanceOf(StorageException.class)
                .hasMessageEndingWith(": InvalidLocationConstraint, The specified location-constraint is not valid");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean put = exchange.getRequestMethod().equals("PUT");
        if (put && (body.contains("us-east-1") || body.contains("mars-1"))) {
            byte[] refusal = ("<Error><Code>InvalidLocationConstraint</Code>"
                            + "<Message>The specified location-constraint is not valid</Message></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/xml");
            exchange.sendResponseHeaders(400, refusal.length);
            exchange.getResponseBody().write(refusal);
        } else if (put) {
            made.add(body);
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(404, -1);
        }
        exchange.close();
    }

    private ObjectStore storeIn(String region) {
        String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
        return new S3ObjectStore(new S3Settings(endpoint, "equipoise", "secret-key", region));
    }

    private static HttpServer unbound() {
        try {
            return HttpServer.create();
        } catch (IOException e) {
            throw new IllegalStateException("no server", e);
        }
    }
}
