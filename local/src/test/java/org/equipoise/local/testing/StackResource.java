package org.equipoise.local.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.equipoise.common.messaging.CreateTopics;
import org.equipoise.common.storage.S3Settings;
import org.equipoise.local.embedded.EmbeddedKafka;
import org.equipoise.local.embedded.EmbeddedS3;
import org.equipoise.local.embedded.Ports;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.kafka.KafkaContainer;

/**
 * One broker and one object store per test JVM, with every topic created. In-process, unless the system property
 * {@code equipoise.stack} says {@code containers} ({@code -Pcontainers}): then Docker was promised, and its absence is
 * a failure.
 */
public final class StackResource implements QuarkusTestResourceLifecycleManager {

    private static final String ACCESS_KEY = "equipoise";
    private static final String SECRET_KEY = "equipoise-secret";
    private static final String KAFKA_IMAGE = "apache/kafka:4.1.1";
    private static final String S3_IMAGE =
            System.getProperty("equipoise.s3-image", "quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z");

    private final java.util.List<AutoCloseable> servers = new java.util.ArrayList<>();

    @Override
    public Map<String, String> start() {
        boolean containers = "containers".equals(System.getProperty("equipoise.stack"));
        try {
            Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "stack")
                    .toAbsolutePath();
            return containers ? startContainers(directory) : startEmbedded(directory);
        } catch (IOException e) {
            throw new IllegalStateException("cannot start the test stack", e);
        }
    }

    private Map<String, String> startEmbedded(Path directory) throws IOException {
        var kafka = EmbeddedKafka.start(directory.resolve("kafka"), Ports.free(), Ports.free());
        servers.add(kafka);
        kafka.createTopics();
        var s3 = EmbeddedS3.start(directory.resolve("s3"), 0, ACCESS_KEY, SECRET_KEY);
        servers.add(s3);
        return config(kafka.bootstrapServers(), s3.settings(), directory);
    }

    private Map<String, String> startContainers(Path directory) {
        var kafka = new KafkaContainer(KAFKA_IMAGE);
        servers.add(kafka);
        kafka.start();
        CreateTopics.create(kafka.getBootstrapServers(), EmbeddedKafka.PARTITIONS, Duration.ofMinutes(1));
        var minio = new MinIOContainer(org.testcontainers.utility.DockerImageName.parse(S3_IMAGE)
                        .asCompatibleSubstituteFor("minio/minio"))
                .withUserName(ACCESS_KEY)
                .withPassword(SECRET_KEY);
        servers.add(minio);
        minio.start();
        return config(
                kafka.getBootstrapServers(),
                new S3Settings(minio.getS3URL(), ACCESS_KEY, SECRET_KEY, "us-east-1"),
                directory);
    }

    private static Map<String, String> config(String bootstrapServers, S3Settings s3, Path directory) {
        return Map.of(
                "kafka.bootstrap.servers", bootstrapServers,
                "equipoise.s3.endpoint", s3.endpoint(),
                "equipoise.s3.access-key", s3.accessKey(),
                "equipoise.s3.secret-key", s3.secretKey(),
                "equipoise.state-dir", directory.resolve("state").toString());
    }

    @Override
    public void stop() {
        for (AutoCloseable server : servers) {
            try {
                server.close();
            } catch (Exception e) {
                throw new IllegalStateException("a test server did not stop", e);
            }
        }
    }
}
