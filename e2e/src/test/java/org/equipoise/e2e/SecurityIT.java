package org.equipoise.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A packaged service that would let everybody or nobody in. */
@Order(1)
class SecurityIT {

    private static final List<String> SETTINGS =
            List.of("EQUIPOISE_SECURITY_API_KEYS", "EQUIPOISE_SECURITY_MODE", "QUARKUS_HTTP_HOST");

    @ParameterizedTest
    @ValueSource(strings = {"ingest-service", "augment-service", "trainer-service", "monitor-service"})
    void withoutAKeyItDoesNotStartForOthersAndSaysWhy(String service) throws IOException, InterruptedException {
        Outcome noKey = start(service, Map.of("QUARKUS_HTTP_HOST", "0.0.0.0"));

        assertThat(noKey.exitCode()).as(noKey.output()).isNotZero();
        assertThat(noKey.output()).contains("no API key is configured");
    }

    @ParameterizedTest
    @ValueSource(strings = "monitor-service")
    void localModeIsForThisMachineOnly(String service) throws IOException, InterruptedException {
        Outcome local = start(service, Map.of("QUARKUS_HTTP_HOST", "0.0.0.0", "EQUIPOISE_SECURITY_MODE", "local"));

        assertThat(local.exitCode()).as(local.output()).isNotZero();
        assertThat(local.output()).contains("lets other machines in");
    }

    private record Outcome(int exitCode, String output) {}

    private static Outcome start(String service, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path folder = RunningStack.folder("security");
        Path log = folder.resolve("log");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        RunningStack.project()
                                .resolve(service + "/target/quarkus-app/quarkus-run.jar")
                                .toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> all = new HashMap<>(environment);
        // Nobody answers there: it must not come so far as to ask.
        all.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        all.put("QUARKUS_HTTP_PORT", "0");
        all.put("EQUIPOISE_STATE_DIR", folder.toString());
        all.put("EQUIPOISE_INGEST_PATIENT_HMAC_KEY", "00".repeat(32));
        SETTINGS.forEach(builder.environment()::remove);
        builder.environment().putAll(all);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ended by itself: %s", Files.readString(log))
                    .isTrue();
            return new Outcome(process.exitValue(), Files.readString(log));
        } finally {
            process.destroyForcibly();
        }
    }
}
