package org.equipoise.local.client;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.S3ObjectStore;
import org.equipoise.common.storage.S3Settings;

/**
 * Where a running stack is.
 *
 * @param services base address by service name, e.g. {@code ingest-service -> http://127.0.0.1:8081}
 */
public record StackConnection(String bootstrapServers, S3Settings s3, Map<String, URI> services) {

    public StackConnection {
        services = java.util.Collections.unmodifiableMap(new TreeMap<>(services));
    }

    /**
     * The stack that {@code environment} names by {@code KAFKA_BOOTSTRAP_SERVERS} (and {@code EQUIPOISE_S3_*},
     * {@code EQUIPOISE_<SERVICE>_URL}), else the one that runs on {@code home}.
     *
     * @throws NoStackException if there is neither
     */
    public static StackConnection find(Path home, Map<String, String> environment) {
        if (!environment.containsKey("KAFKA_BOOTSTRAP_SERVERS")) {
            return StackFile.running(home)
                    .orElseThrow(() -> new NoStackException("no stack runs on " + home
                            + ": start one with \"equipoise up\", or name one by KAFKA_BOOTSTRAP_SERVERS"))
                    .connection();
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
        return new StackConnection(environment.getOrDefault("KAFKA_BOOTSTRAP_SERVERS", ""), s3, services);
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
