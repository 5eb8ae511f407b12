package org.equipoise.monitor.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.equipoise.monitor.LocalServer;
import org.jspecify.annotations.Nullable;

/**
 * Whom the service talks to over HTTP: a receiver of alerts that fails once, and a trainer that agrees to everything.
 */
public final class Outside implements QuarkusTestResourceLifecycleManager {

    /** One request as it came. */
    public record Post(String path, Map<String, List<String>> headers, String body) {}

    /** Where tests find what came. */
    public interface Witness {

        /** Called before each test. */
        void sees(List<Post> posts);
    }

    /** What its trainer has: {@code v2} serves, and {@code v1} served before. */
    private static final String VERSIONS = """
            [{"version": "v2", "outcome": "promoted", "serving": true, "decidedAt": "2026-11-23T09:00:00Z"},
             {"version": "v1", "outcome": "promoted", "serving": false, "decidedAt": "2026-11-23T08:00:00Z"}]""";

    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private @Nullable LocalServer server;

    @Override
    public Map<String, String> start() {
        var started = new LocalServer(this::answer);
        server = started;
        String address = started.address();
        return Map.of(
                "equipoise.monitor.webhook.url", address + "/alerts",
                "equipoise.monitor.webhook.secret", "a secret of the test",
                "equipoise.monitor.webhook.console-url", "https://equipoise.example/",
                "equipoise.monitor.trainer.url", address,
                "equipoise.monitor.trainer.key", "the key of the monitor");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            boolean first = posts.stream().noneMatch(post -> post.path().equals(path));
            posts.add(new Post(path, Map.copyOf(exchange.getRequestHeaders()), body));
            byte[] answer =
                    (path.endsWith("/versions") ? VERSIONS : "{\"done\": true}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(path.equals("/alerts") && first ? 500 : 200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void inject(Object test) {
        if (test instanceof Witness witness) {
            witness.sees(posts);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
        }
    }
}
