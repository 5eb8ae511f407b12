package org.equipoise.local.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A service that gives one answer to each path, and remembers what it was asked. Unknown paths are not found. */
public final class FakeService implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private record Answer(int status, String body, boolean whole) {}

    public FakeService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException("no port for a service", e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** What it says from now on to a request for this path, whatever the method. */
    public FakeService says(String path, int status, String body) {
        answers.put(path, new Answer(status, body, true));
        return this;
    }

    /** What it begins to say, and breaks off. */
    public FakeService breaksOff(String path, String body) {
        answers.put(path, new Answer(200, body, false));
        return this;
    }

    /** Requests in their order, each as method, path and body. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** Where it listens. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String query = exchange.getRequestURI().getRawQuery();
            asked.add(exchange.getRequestMethod() + " " + path + (query == null ? "" : "?" + query) + " " + body);
            Answer answer = answers.getOrDefault(path, new Answer(404, "", true));
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    answer.status(), bytes.length == 0 ? -1 : bytes.length + (answer.whole() ? 0 : 1));
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
