package org.equipoise.ingest.orthanc;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A {@link FakeOrthanc} over HTTP, for who knows its password. */
public final class OrthancServer implements AutoCloseable {

    private final HttpServer server;
    private final FakeOrthanc orthanc;
    private final String authorization;

    /** One on loopback. */
    public OrthancServer(int port, FakeOrthanc orthanc, String user, String password) throws IOException {
        this.orthanc = orthanc;
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<byte[]> answer;
            if (!authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            synchronized (orthanc) {
                answer = answer(
                        exchange.getRequestURI().getPath(),
                        exchange.getRequestURI().getQuery());
            }
            if (answer.isEmpty()) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.sendResponseHeaders(200, answer.get().length);
            exchange.getResponseBody().write(answer.get());
        }
    }

    private Optional<byte[]> answer(String path, String query) throws IOException {
        String[] parts = path.substring(1).split("/");
        if (path.equals("/changes")) {
            return Optional.of(changes(query).getBytes(StandardCharsets.UTF_8));
        }
        if (path.matches("/studies/[^/]+/instances")) {
            return orthanc.instances(parts[1])
                    .map(ids -> ids.stream()
                            .map(id -> "{\"ID\":\"" + id + "\"}")
                            .collect(Collectors.joining(",", "[", "]")))
                    .map(json -> json.getBytes(StandardCharsets.UTF_8));
        }
        if (path.matches("/instances/[^/]+/study")) {
            return orthanc.studyOf(parts[1])
                    .map(study -> "{\"ID\":\"" + study.id() + "\",\"IsStable\":" + study.stable() + "}")
                    .map(json -> json.getBytes(StandardCharsets.UTF_8));
        }
        if (path.matches("/instances/[^/]+/file")) {
            Optional<InputStream> file = orthanc.file(parts[1]);
            return file.isEmpty() ? Optional.empty() : Optional.of(file.get().readAllBytes());
        }
        return Optional.empty();
    }

    private String changes(String query) throws IOException {
        if (query.equals("last")) {
            return "{\"Changes\":[],\"Done\":true,\"Last\":" + orthanc.lastSeq() + "}";
        }
        String[] numbers = query.replaceAll("[a-z]+=", "").split("&");
        ChangePage page = orthanc.changes(Long.parseLong(numbers[0]), Integer.parseInt(numbers[1]));
        return page.changes().stream().map(OrthancServer::json).collect(Collectors.joining(",", "{\"Changes\":[", "]"))
                + ",\"Done\":" + page.done() + ",\"Last\":" + orthanc.lastSeq() + "}";
    }

    private static String json(Change change) {
        String type = switch (change.kind()) {
            case NEW_INSTANCE -> "NewInstance";
            case STABLE_STUDY -> "StableStudy";
            case OTHER -> "NewPatient";
        };
        return "{\"ChangeType\":\"" + type + "\",\"Date\":\"" + change.date() + "\",\"ID\":\"" + change.id()
                + "\",\"Seq\":" + change.seq() + "}";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
