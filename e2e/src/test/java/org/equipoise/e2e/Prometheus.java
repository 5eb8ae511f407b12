package org.equipoise.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.messaging.EventCodec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Prometheus with the project's configuration and rules, scraping a running stack every second. */
final class Prometheus implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;
    private final Process process;

    private Prometheus(URI address, Process process) {
        this.address = address;
        this.process = process;
    }

    /** The program, or empty where it is not installed. */
    static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "prometheus"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param configuration the project's, whose targets are the default ports of the services
     * @param services where they really are, by name
     */
    static Prometheus start(Path configuration, Map<String, URI> services, Path folder) throws IOException {
        String text = Files.readString(configuration).replace(": 5s", ": 1s");
        Map<String, Integer> usual = Map.of(
                "ingest-service", 8081, "augment-service", 8082, "trainer-service", 8083, "monitor-service", 8084);
        // Through placeholders: one service's port may be another's usual one.
        for (var service : usual.entrySet()) {
            text = text.replace("127.0.0.1:" + service.getValue(), "<" + service.getKey() + ">");
        }
        for (var service : services.entrySet()) {
            text = text.replace("<" + service.getKey() + ">", service.getValue().getAuthority());
        }
        Files.writeString(folder.resolve("prometheus.yml"), text);
        Path rules = configuration.resolveSibling("equipoise.rules.yml");
        Files.copy(rules, folder.resolve("equipoise.rules.yml"));
        URI address = URI.create("http://127.0.0.1:" + freePort());
        Process process = new ProcessBuilder(
                        program().orElseThrow().toString(),
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + address.getAuthority())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var prometheus = new Prometheus(address, process);
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(prometheus.query("vector(1)"))
                        .as("Prometheus answers; see %s", folder.resolve("prometheus.log"))
                        .hasSize(1));
        return prometheus;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The samples that an expression has now. */
    JsonNode query(String expression) {
        JsonNode answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8));
        assertThat(answer.path("status").asText())
                .as("%s: %s", expression, answer)
                .isEqualTo("success");
        return answer.path("data").path("result");
    }

    /** Type and help of every metric, by name. */
    JsonNode metadata() {
        return get("/api/v1/metadata").path("data");
    }

    private JsonNode get(String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create(address + path)).build();
            return EventCodec.mapper()
                    .readTree(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        } catch (IOException e) {
            throw new IllegalStateException("Prometheus does not answer " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
