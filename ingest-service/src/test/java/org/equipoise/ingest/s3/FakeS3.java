package org.equipoise.ingest.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.storage.S3Settings;

/** A store on loopback as far as originals need one, with what a store can lack. Signatures are not looked at. */
final class FakeS3 implements AutoCloseable {

    private static final String ENCRYPTION = "x-amz-server-side-encryption";

    /** What is lacking. */
    enum Lack {
        NOTHING,
        ENCRYPTION_IS_REFUSED,
        ENCRYPTION_IS_IGNORED,
        RULES_ARE_REFUSED,
        RULES_ARE_FORGOTTEN,
        PREFIX_IS_FORGOTTEN,
        DAYS_ARE_FORGOTTEN,
        NONCURRENT_IS_FORGOTTEN,
        ABORT_IS_FORGOTTEN,
        BUCKET_IS_MADE_BY_ANOTHER,
        ANSWERS,
        EVERYTHING
    }

    private final HttpServer server;
    final Map<String, byte[]> objects = new TreeMap<>();
    final Map<String, String> encryptions = new TreeMap<>();
    final Set<String> buckets = new HashSet<>();
    final List<String> rules = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    volatile Lack lack = Lack.NOTHING;
    /** How often rules were. */
    volatile int written;

    FakeS3() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    S3Settings settings() {
        return new S3Settings(
                "http://127.0.0.1:" + server.getAddress().getPort(), "equipoise", "secret", "eu-central-1");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String[] path = exchange.getRequestURI().getPath().substring(1).split("/", 2);
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            if (lack == Lack.ANSWERS) {
                silence();
            } else if (lack == Lack.EVERYTHING) {
                answer(exchange, 503, error("SlowDown"));
            } else if (query.startsWith("lifecycle")) {
                lifecycle(exchange, body);
            } else if (path.length < 2 || path[1].isEmpty()) {
                bucket(exchange, path[0]);
            } else {
                object(exchange, path[1], body);
            }
        }
    }

    /** Until it is closed. */
    private void silence() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void bucket(HttpExchange exchange, String name) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        if (query.contains("prefix=")) {
            list(exchange, query.replaceAll(".*prefix=([^&]*).*", "$1"));
            return;
        }
        if (exchange.getRequestMethod().equals("PUT") && lack == Lack.BUCKET_IS_MADE_BY_ANOTHER) {
            buckets.add(name);
            answer(exchange, 409, error("BucketAlreadyOwnedByYou"));
            return;
        }
        if (exchange.getRequestMethod().equals("PUT")) {
            buckets.add(name);
        }
        answer(exchange, buckets.contains(name) ? 200 : 404, "");
    }

    private void list(HttpExchange exchange, String prefix) throws IOException {
        String found = objects.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> "<Contents><Key>" + key + "</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
                        + "<ETag>x</ETag><Size>1</Size><StorageClass>STANDARD</StorageClass></Contents>")
                .collect(Collectors.joining());
        answer(
                exchange,
                200,
                "<ListBucketResult><Name>b</Name><Prefix/><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>"
                        + found + "</ListBucketResult>");
    }

    /** A rule without what is lacking. */
    private String kept(String rule) {
        return switch (lack) {
            case PREFIX_IS_FORGOTTEN -> rule.replace("<Prefix>dicom/</Prefix>", "<Prefix></Prefix>");
            case DAYS_ARE_FORGOTTEN -> rule.replace("<Days>10</Days>", "<Days>11</Days>");
            case NONCURRENT_IS_FORGOTTEN ->
                rule.replaceAll("<NoncurrentVersionExpiration>.*</NoncurrentVersionExpiration>", "");
            case ABORT_IS_FORGOTTEN ->
                rule.replaceAll("<AbortIncompleteMultipartUpload>.*</AbortIncompleteMultipartUpload>", "");
            default -> rule;
        };
    }

    private void lifecycle(HttpExchange exchange, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            if (lack == Lack.RULES_ARE_REFUSED) {
                answer(exchange, 501, error("NotImplemented"));
                return;
            }
            if (lack != Lack.RULES_ARE_FORGOTTEN) {
                rules.clear();
                rules.add(kept(new String(body, StandardCharsets.UTF_8)));
                written++;
            }
            answer(exchange, 200, "");
        } else if (rules.isEmpty()) {
            answer(exchange, 404, error("NoSuchLifecycleConfiguration"));
        } else {
            answer(exchange, 200, rules.get(0));
        }
    }

    private void object(HttpExchange exchange, String key, byte[] body) throws IOException {
        String asked = exchange.getRequestHeaders().getFirst(ENCRYPTION);
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                if (asked != null && lack == Lack.ENCRYPTION_IS_REFUSED) {
                    answer(exchange, 501, error("NotImplemented"));
                    return;
                }
                objects.put(key, body);
                encryptions.put(key, asked == null || lack == Lack.ENCRYPTION_IS_IGNORED ? "" : asked);
            }
            case "DELETE" -> {
                objects.remove(key);
                encryptions.remove(key);
            }
            default -> {
                // Asked for what there is.
            }
        }
        byte[] stored = objects.get(key);
        if (stored == null) {
            answer(exchange, exchange.getRequestMethod().equals("DELETE") ? 204 : 404, "");
            return;
        }
        String encryption = encryptions.getOrDefault(key, "");
        if (!encryption.isEmpty()) {
            exchange.getResponseHeaders().set(ENCRYPTION, encryption);
        }
        exchange.getResponseHeaders().set("ETag", "\"" + Sha256.hex(stored).substring(0, 32) + "\"");
        exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
        answer(exchange, 200, "");
    }

    private static String error(String code) {
        return String.format(
                Locale.ROOT, "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>m</Message></Error>", code);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean hasBody = bytes.length > 0 && !exchange.getRequestMethod().equals("HEAD");
        if (hasBody) {
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
        }
        exchange.sendResponseHeaders(status, hasBody ? bytes.length : -1);
        if (hasBody) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
