package org.equipoise.local.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.S3Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StackFileTest {

    private static final StackConnection CONNECTION = new StackConnection(
            "127.0.0.1:9092",
            new S3Settings("http://127.0.0.1:9000", "key", "secret", "us-east-1"),
            Map.of("ingest-service", URI.create("http://127.0.0.1:8081")));

    @TempDir
    private Path home = Path.of("");

    @Test
    void aRunningStackIsFoundByItsFile() throws IOException {
        StackFile.ofThisProcess(CONNECTION, Instant.EPOCH).write(home);

        StackConnection found = StackConnection.find(home, Map.of());

        assertThat(found).isEqualTo(CONNECTION);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("stack.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatAKilledStackLeftIsNoStack() throws IOException {
        StackFile live = StackFile.ofThisProcess(CONNECTION, Instant.EPOCH);
        var dead = new StackFile(
                live.pid(),
                live.pidStartedAt().minusSeconds(3600),
                live.bootstrapServers(),
                live.s3Endpoint(),
                live.s3AccessKey(),
                live.s3SecretKey(),
                live.s3Region(),
                live.services(),
                live.startedAt());
        Files.write(home.resolve("stack.json"), EventCodec.write(dead));

        assertThat(StackFile.running(home)).isEmpty();
        assertThatThrownBy(() -> StackConnection.find(home, Map.of())).isInstanceOf(NoStackException.class);
    }

    @Test
    void aDamagedFileIsNoStack() throws IOException {
        Files.writeString(home.resolve("stack.json"), "{\"pid\":");

        assertThat(StackFile.running(home)).isEmpty();
    }

    @Test
    void aStackThatIsStillStartingIsToldFromNone() throws IOException {
        Path lock = home.resolve("lock");
        assertThatThrownBy(() -> StackConnection.find(home, Map.of()))
                .isInstanceOf(NoStackException.class)
                .hasMessageContaining("start one with");

        StackProcess self = StackProcess.self();
        Files.writeString(lock, self.line());
        assertThatThrownBy(() -> StackConnection.find(home, Map.of()))
                .isInstanceOf(NoStackException.class)
                .hasMessageContaining("is still starting")
                .hasMessageContaining("process " + self.pid())
                .hasMessageNotContainingAny("start one with");

        for (String left : List.of(
                new StackProcess(self.pid(), self.startedAt().minusSeconds(3600)).line(),
                String.valueOf(self.pid()),
                "x y",
                "")) {
            Files.writeString(lock, left);
            assertThatThrownBy(() -> StackConnection.find(home, Map.of()))
                    .as("left by a stack that was killed: \"%s\"", left)
                    .hasMessageContaining("start one with");
        }
    }

    @Test
    void theEnvironmentNamesAStackElsewhere() {
        StackConnection found = StackConnection.find(
                home, Map.of("KAFKA_BOOTSTRAP_SERVERS", "k:9", "EQUIPOISE_INGEST_URL", "http://ingest:80"));

        assertThat(found.bootstrapServers()).isEqualTo("k:9");
        assertThat(found.service("ingest-service")).isEqualTo(URI.create("http://ingest:80"));
        assertThat(found.service("monitor-service")).isEqualTo(URI.create("http://127.0.0.1:8084"));
    }

    @Test
    void theKeyOfTheEnvironmentIsSentAndNeverPrinted() throws IOException {
        StackFile.ofThisProcess(CONNECTION, Instant.EPOCH).write(home);

        for (Map<String, String> environment : List.of(
                Map.of("EQUIPOISE_API_KEY", "secret"),
                Map.of("KAFKA_BOOTSTRAP_SERVERS", "k:9", "EQUIPOISE_API_KEY", "secret"))) {
            StackConnection found = StackConnection.find(home, environment);

            assertThat(found.request(URI.create("http://ingest:80/"))
                            .build()
                            .headers()
                            .firstValue("X-API-Key"))
                    .contains("secret");
            assertThat(found.toString()).doesNotContain("secret");
        }
        assertThat(CONNECTION
                        .request(URI.create("http://ingest:80/"))
                        .build()
                        .headers()
                        .map())
                .isEmpty();
    }
}
