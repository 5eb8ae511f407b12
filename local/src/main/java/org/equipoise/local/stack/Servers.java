package org.equipoise.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.equipoise.common.storage.S3ObjectStore;
import org.equipoise.common.storage.S3Settings;
import org.equipoise.local.embedded.EmbeddedKafka;
import org.equipoise.local.embedded.EmbeddedS3;
import org.jspecify.annotations.Nullable;

/** Kafka and S3 of a stack, in this JVM. */
final class Servers {

    private static final String ACCESS_KEY = "equipoise";
    /** What is just starting comes up before it can be stopped. */
    private static final Duration STARTING = Duration.ofSeconds(60);

    private final Path data;
    private final Where where;
    private final String secret;
    private final CompletableFuture<Void> kafkaUp;
    private final CompletableFuture<Void> s3Up;
    private volatile @Nullable EmbeddedKafka kafka;
    private volatile @Nullable EmbeddedS3 s3;

    /** Ports on loopback. */
    record Where(int kafka, int controller, int s3) {}

    private Servers(Path data, Where where, String secret) {
        this.data = data;
        this.where = where;
        this.secret = secret;
        kafkaUp = CompletableFuture.runAsync(() -> {
            startKafka();
            requireKafka().createTopics();
        });
        s3Up = CompletableFuture.runAsync(() -> {
            startS3();
            new S3ObjectStore(s3Settings()).createBuckets();
        });
    }

    /** Starts both, side by side; {@link #requireUp} says whether they are up. */
    static Servers starting(Path data, Where where, String secret) {
        return new Servers(data, where, secret);
    }

    /** Returns when neither is on its way up any more. */
    void await() {
        CompletableFuture.allOf(kafkaUp, s3Up).handle((nothing, e) -> e).join();
    }

    /**
     * Both are up, with their topics and buckets.
     *
     * @throws StackException if one did not start; the other may run
     */
    void requireUp() {
        Throwable failure =
                CompletableFuture.allOf(kafkaUp, s3Up).handle((nothing, e) -> e).join();
        if (failure != null) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            Throwable said = cause instanceof UncheckedIOException wrapped ? wrapped.getCause() : cause;
            throw new StackException("Kafka or S3 did not start: " + said, said);
        }
    }

    String bootstrapServers() {
        return requireKafka().bootstrapServers();
    }

    S3Settings s3Settings() {
        return Objects.requireNonNull(s3, "S3 has not started").settings();
    }

    private EmbeddedKafka requireKafka() {
        return Objects.requireNonNull(kafka, "Kafka has not started");
    }

    private void startKafka() {
        try {
            kafka = EmbeddedKafka.start(data.resolve("kafka"), where.kafka(), where.controller());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startS3() {
        try {
            s3 = EmbeddedS3.start(data.resolve("s3"), where.s3(), ACCESS_KEY, secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops Kafka; what is returned starts it again on its data and its ports. */
    Runnable stopKafka() {
        closeKafka();
        return this::startKafka;
    }

    /** Stops S3; what is returned starts it again on its data and its port. */
    Runnable stopS3() {
        closeS3();
        return this::startS3;
    }

    /** Whether there is something to stop. */
    boolean running() {
        return kafka != null || s3 != null;
    }

    /** Waits for what is on its way up, for a while; whether that was long enough. */
    boolean settled() {
        try {
            CompletableFuture.allOf(kafkaUp, s3Up)
                    .handle((nothing, e) -> e)
                    .get(STARTING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
        return true;
    }

    /** Stops S3, then Kafka. */
    void stop() {
        closeS3();
        closeKafka();
    }

    private void closeS3() {
        EmbeddedS3 running = s3;
        if (running != null) {
            s3 = null;
            running.close();
        }
    }

    private void closeKafka() {
        EmbeddedKafka running = kafka;
        if (running != null) {
            kafka = null;
            running.close();
        }
    }
}
