package org.equipoise.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

import org.equipoise.local.client.StackConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One more monitor beside the stack's, in a group of its own, that asks for keys. */
record SecuredMonitor(URI address, Process process) implements AutoCloseable {

    static final String VIEWERS_KEY = "the key of vera";
    static final String ANNAS_KEY = "the key of anna";
    static final String BERTS_KEY = "the key of bert";

    static SecuredMonitor start(StackConnection connection) throws IOException {
        Path folder = RunningStack.folder("secured-monitor");
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        ProcessBuilder builder = RunningStack.oneMore("monitor-service", "256m", connection, folder.resolve("log"));
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(port),
                        "QUARKUS_KAFKA_STREAMS_APPLICATION_ID",
                        "secured-monitor",
                        "EQUIPOISE_STATE_DIR",
                        folder.toString(),
                        "EQUIPOISE_SECURITY_MODE",
                        "keys",
                        "EQUIPOISE_SECURITY_API_KEYS",
                        "vera:" + sha256(VIEWERS_KEY) + ":viewer,anna:" + sha256(ANNAS_KEY) + ":annotator,bert:"
                                + sha256(BERTS_KEY) + ":annotator"));
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var monitor = new SecuredMonitor(URI.create("http://127.0.0.1:" + port), process);
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(monitor.status("/q/health/ready"))
                        .as("ready; see %s", folder.resolve("log"))
                        .isEqualTo(200));
        return monitor;
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private int status(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** It keeps its connections and does nothing more. */
    void hang() throws IOException {
        signal("-STOP");
    }

    /** It goes on. */
    void wake() throws IOException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException {
        try {
            int status = new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(status).as("kill %s", name).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
