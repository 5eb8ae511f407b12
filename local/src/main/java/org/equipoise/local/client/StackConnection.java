package org.equipoise.local.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.S3ObjectStore;
import org.equipoise.common.storage.S3Settings;
import org.jspecify.annotations.Nullable;

/**
 * Where a running stack is.
 *
 * @param services base address by service name, e.g. {@code ingest-service -> http://127.0.0.1:8081}
 * @param apiKey shown to the services; absent where they ask for none, as those of {@code equipoise up} do
 */
public record StackConnection(
        String bootstrapServers,
        S3Settings s3,
        Map<String, URI> services,
        @Nullable String apiKey) {

    /** Names the key in the environment. */
    private static final String API_KEY = "EQUIPOISE_API_KEY";

    public StackConnection {
        services = java.util.Collections.unmodifiableMap(new TreeMap<>(services));
    }

    /** A stack whose services ask for no key. */
    public StackConnection(String bootstrapServers, S3Settings s3, Map<String, URI> services) {
        this(bootstrapServers, s3, services, null);
    }

    /**
     * The stack that {@code environment} names by {@code KAFKA_BOOTSTRAP_SERVERS} (and {@code EQUIPOISE_S3_*},
     * {@code EQUIPOISE_<SERVICE>_URL}), else the one that runs on {@code home}. Either way with the key in
     * {@code EQUIPOISE_API_KEY}, if there is one.
     *
     * @throws NoStackException if there is neither
     */
    public static StackConnection find(Path home, Map<String, String> environment) {
        if (!environment.containsKey("KAFKA_BOOTSTRAP_SERVERS")) {
            return StackFile.running(home)
                    .orElseThrow(() -> new NoStackException(noStack(home)))
                    .connection()
                    .withKey(environment.get(API_KEY));
        }
        var s3 = new S3Settings(
                environment.getOrDefault("EQUIPOISE_S3_ENDPOINT", "http://127.0.0.1:9000"),
                environment.getOrDefault("EQUIPOISE_S3_ACCESS_KEY", "equipoise"),
                environment.getOrDefault("EQUIPOISE_S3_SECRET_KEY", "equipoise-secret"),
                environment.getOrDefault("EQUIPOISE_S3_REGION", "us-east-1"));
        Map<String, URI> services = new TreeMap<>();
        Map<String, Integer> ports = Map.of("ingest", 8081, "augment", 8082, "trainer", 8083, "monitor", 8084);
        ports.forEach((name, port) -> services.put(
                name + "-service",
                URI.create(environment.getOrDefault(
                        "EQUIPOISE_" + name.toUpperCase(java.util.Locale.ROOT) + "_URL", "http://127.0.0.1:" + port))));
        return new StackConnection(
                environment.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", ""), s3, services, environment.get(API_KEY));
    }

    private static String noStack(Path home) {
        return StackProcess.of(home)
                .map(process -> "the stack on " + home + " is still starting, or is being stopped (process "
                        + process.pid() + "): when its terminal says that it is ready, ask again")
                .orElse("no stack runs on " + home + ": start one with \"equipoise up --home " + home
                        + "\"; if yours runs on another home, say --home FOLDER or EQUIPOISE_HOME, and if it is elsewhere,"
                        + " KAFKA_BOOTSTRAP_SERVERS");
    }

    private StackConnection withKey(@Nullable String key) {
        return new StackConnection(bootstrapServers, s3, services, key);
    }

    /** A request to a service, with the key. */
    public HttpRequest.Builder request(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        return apiKey == null || apiKey.isBlank() ? request : request.header("X-API-Key", apiKey.strip());
    }

    /** What to do about an answer that a key, or another key, would have prevented; nothing for other answers. */
    public static Optional<String> denial(int status) {
        return switch (status) {
            case 401 -> Optional.of("it asks for a key: set " + API_KEY + " to one that it knows");
            case 403 -> Optional.of("the role of the key in " + API_KEY + " is not enough for this");
            default -> Optional.empty();
        };
    }

    /** The key is a secret: it is not printed with the rest. */
    @Override
    public String toString() {
        return "StackConnection[" + bootstrapServers + ", " + s3.endpoint() + ", " + services + "]";
    }

    /** A reader of these topics from their beginning; the caller closes it. */
    public TopicReader reader(String... topics) {
        return new TopicReader(bootstrapServers, List.of(topics));
    }

    /** The object store. */
    public ObjectStore objectStore() {
        return new S3ObjectStore(s3);
    }

    /** Base address of a service, e.g. {@code ingest-service}. */
    public URI service(String name) {
        URI address = services.get(name);
        if (address == null) {
            throw new ClientException("the stack has no " + name + ", only " + services.keySet());
        }
        return address;
    }
}
