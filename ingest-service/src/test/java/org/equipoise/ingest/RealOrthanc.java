package org.equipoise.ingest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/** Debian's Orthanc as a process of its own, on loopback, for who knows its password. */
final class RealOrthanc implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path program;
    private final Path folder;
    private final int port;
    private Process process;

    /** Where the program is, if it is installed. */
    static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin";
        return Stream.of(path.split(":"))
                .map(folder -> Path.of(folder, "Orthanc"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    RealOrthanc(Path program, Path folder, int port) throws IOException {
        this.program = program;
        this.folder = folder;
        this.port = port;
        process = start();
    }

    private Process start() throws IOException {
        Path settings = Files.writeString(folder.resolve("orthanc.json"), """
                {"Name": "test", "StorageDirectory": "%s", "IndexDirectory": "%s", "HttpPort": %d, "StableAge": 1,
                 "DicomServerEnabled": false, "RemoteAccessAllowed": false, "AuthenticationEnabled": true,
                 "RegisteredUsers": {"%s": "%s"}, "Plugins": []}
                """.formatted(
                        folder.toAbsolutePath().resolve("storage"),
                        folder.toAbsolutePath().resolve("storage"),
                        port,
                        OrthancProfile.USER,
                        OrthancProfile.PASSWORD));
        Process started = new ProcessBuilder(program.toString(), settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("orthanc.log").toFile())
                .start();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> send("GET", "/system", new byte[0]) == 200);
        return started;
    }

    /** An instance comes. */
    void store(byte[] object) throws IOException {
        int status = send("POST", "/instances", object);
        if (status != 200) {
            throw new IOException("Orthanc answered " + status);
        }
    }

    private int send(String method, String path, byte[] body) throws IOException {
        String user = OrthancProfile.USER + ":" + OrthancProfile.PASSWORD;
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                .method(method, BodyPublishers.ofByteArray(body))
                .timeout(PATIENCE)
                .build();
        try {
            // A client for each request: Orthanc closes connections that rest, and a POST is not sent again.
            HttpClient http = HttpClient.newHttpClient();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** It is killed in the middle of whatever it does, and comes again with what it had. */
    void killAndStart() throws IOException {
        process.destroyForcibly();
        ended();
        process = start();
    }

    private void ended() throws IOException {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("Orthanc does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        ended();
    }
}
