package org.equipoise.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class PeersTest {

    @TempDir
    private Path cache;

    @Test
    void everyPeerIsAPythonProgramWithPinnedPackages() throws IOException, InterruptedException {
        List<Path> peers = files(".py");
        assertThat(peers).isNotEmpty();
        for (Path requirements : files("-requirements.txt")) {
            assertThat(Files.readAllLines(requirements))
                    .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("=="));
        }
        Assumptions.assumeTrue(hasPython(), "there is no python3 here: the peers' syntax is not checked");
        for (Path peer : peers) {
            Process compiler = python("-m", "py_compile", peer.toString());
            String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(compiler.waitFor()).as("%s", said).isZero();
        }
    }

    private static List<Path> files(String ending) throws IOException {
        try (var files = Files.list(Path.of("peers"))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private boolean hasPython() throws InterruptedException {
        try {
            return python("--version").waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Process python(String... arguments) throws IOException {
        var command = new java.util.ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONPYCACHEPREFIX", cache.toString());
        return builder.start();
    }
}
