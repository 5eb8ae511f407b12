package org.equipoise.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StackFile;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code equipoise up}, started once for all tests of this JVM and stopped when it ends. */
final class RunningStack {

    private static final Path PROJECT = Path.of(System.getProperty("equipoise.project", ".."))
            .toAbsolutePath()
            .normalize();
    private static final Path FOLDER = Path.of(System.getProperty("equipoise.e2e.folder", "target"))
            .toAbsolutePath()
            .normalize();
    /** With a home of its own: what an earlier run published is not this run's. */
    private static final RunningStack SHARED = new RunningStack(folder("home"));

    private final Path home;
    private @Nullable Process launcher;

    private RunningStack(Path home) {
        this.home = home;
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    /** The stack, started if it does not run. */
    static synchronized RunningStack shared() {
        SHARED.start();
        return SHARED;
    }

    /** The folder of the whole project. */
    static Path project() {
        return PROJECT;
    }

    /** A folder for the files of one test, new on every run. */
    static Path folder(String name) {
        try {
            return Files.createTempDirectory(Files.createDirectories(FOLDER.resolve("sets")), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start() {
        Process running = launcher;
        if (running != null && running.isAlive()) {
            return;
        }
        launcher = process(FOLDER.resolve("up.log"), "up", "--home", home.toString());
        await().atMost(Duration.ofSeconds(260))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(StackFile.running(home))
                        .as("the stack runs; see %s", FOLDER.resolve("up.log"))
                        .isPresent());
    }

    private void stop() {
        Process running = launcher;
        if (running != null) {
            running.destroy();
            try {
                running.waitFor(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            running.destroyForcibly();
        }
    }

    Process launcher() {
        return java.util.Objects.requireNonNull(launcher, "not started");
    }

    StackConnection connection() {
        return StackConnection.find(home, Map.of());
    }

    /** The JVM of a service. */
    ProcessHandle service(String name) {
        return launcher()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("/" + name + "/"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " does not run"));
    }

    /** Kills a service as a power cut would. */
    void kill(String name) {
        ProcessHandle service = service(name);
        assertThat(service.destroyForcibly()).isTrue();
        await().atMost(Duration.ofSeconds(5)).until(() -> !service.isAlive());
    }

    /** How one more service of this build is started beside the stack's own, on a port of its own. */
    static ProcessBuilder oneMore(String service, String heap, StackConnection connection, Path log) {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-Djava.awt.headless=true",
                        "-jar",
                        PROJECT.resolve(service + "/target/quarkus-app/quarkus-run.jar")
                                .toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .putAll(Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", connection.bootstrapServers(),
                        "EQUIPOISE_S3_ENDPOINT", connection.s3().endpoint(),
                        "EQUIPOISE_S3_ACCESS_KEY", connection.s3().accessKey(),
                        "EQUIPOISE_S3_SECRET_KEY", connection.s3().secretKey(),
                        "EQUIPOISE_S3_REGION", connection.s3().region(),
                        "QUARKUS_HTTP_PORT", "0"));
        return builder;
    }

    /** One more trainer for trainings alone, which nobody starts again when it dies. */
    Process trainer(String name) {
        ProcessBuilder builder = oneMore("trainer-service", "512m", connection(), FOLDER.resolve(name + ".log"));
        builder.environment()
                .putAll(Map.of(
                        "EQUIPOISE_TRAINER_ROLES", "train",
                        "EQUIPOISE_INSTANCE", name,
                        "EQUIPOISE_STATE_DIR", home.resolve(name).toString(),
                        "EQUIPOISE_SECURITY_MODE", "local",
                        "TF_ENABLE_ONEDNN_OPTS", "1",
                        "TF_OVERRIDE_GLOBAL_THREADPOOL", "1"));
        try {
            Process trainer = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(trainer::destroyForcibly));
            return trainer;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /** What a command printed, both streams, and how it ended. */
    record Outcome(int exitCode, String output) {}

    /** Runs {@code equipoise COMMAND ... --home HOME} to its end. */
    Outcome command(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.add("--home");
        line.add(home.toString());
        return alone(line.toArray(String[]::new));
    }

    /** Runs a command that needs no stack to its end. */
    static Outcome alone(String... arguments) {
        try {
            Path log = Files.createTempFile(Files.createDirectories(FOLDER), "command", ".log");
            Process process = process(log, arguments);
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("still running: " + List.of(arguments) + "\n" + Files.readString(log));
            }
            return new Outcome(process.exitValue(), Files.readString(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts {@code equipoise COMMAND ...}. */
    static Process process(Path log, String... arguments) {
        List<String> line = new ArrayList<>(List.of(PROJECT.resolve("equipoise").toString()));
        line.addAll(List.of(arguments));
        var builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // What is tested is what this build packaged.
        builder.environment().put("EQUIPOISE_NO_BUILD", "1");
        builder.environment().remove("KAFKA_BOOTSTRAP_SERVERS");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + line, e);
        }
    }
}
