package org.equipoise.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SecretsTest {

    @TempDir
    private Path home = Path.of("");

    private Path file() {
        return home.resolve("secrets/key");
    }

    private Path empty() throws IOException {
        Files.createDirectories(home.resolve("secrets"));
        return Files.writeString(file(), "\n");
    }

    @Test
    void aSecretIsMadeOnceForItsOwnerOnlyAndStays() throws IOException {
        String secret = Secrets.renewable(file());

        assertThat(secret).matches("[0-9a-f]{64}");
        assertThat(Secrets.renewable(file())).isEqualTo(secret);
        assertThat(Secrets.lasting(file(), "")).isEqualTo(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        try (var files = Files.list(home.resolve("secrets"))) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void anEmptySecretThatHoldsForOneStartIsMadeWhole() throws IOException {
        assertThat(Secrets.renewable(empty())).matches("[0-9a-f]{64}");
    }

    @Test
    void anEmptySecretThatCannotBeReplacedIsNamedWithWhatToDo() throws IOException {
        Path file = empty();

        assertThatThrownBy(() -> Secrets.lasting(file, "patients count as others"))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining(file + " is empty")
                .hasMessageContaining("backup")
                .hasMessageContaining("patients count as others");
        assertThat(Files.readString(file)).isEqualTo("\n");
    }

    @Test
    void twoThatMakeItAtOnceHaveTheSame() throws Exception {
        Callable<String> make = () -> Secrets.renewable(file());
        var pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> made =
                    pool.invokeAll(Stream.generate(() -> make).limit(16).toList());
            Set<String> secrets = made.stream().map(SecretsTest::get).collect(Collectors.toSet());

            assertThat(secrets).hasSize(1);
        } finally {
            pool.shutdown();
        }
    }

    private static String get(Future<String> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
