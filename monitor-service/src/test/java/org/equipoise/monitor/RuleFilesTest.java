package org.equipoise.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The alert rules do what they promise, as Prometheus itself judges. */
class RuleFilesTest {

    private static final Path FOLDER =
            Path.of("..", "dashboards", "prometheus").toAbsolutePath().normalize();

    @Test
    void promtoolAcceptsTheRulesAndTheirTestsPass() throws IOException, InterruptedException {
        assumeTrue(promtool().isPresent(), "skipped: promtool is not installed; on Debian: apt-get install prometheus");

        for (List<String> command : List.of(
                List.of("promtool", "check", "rules", "equipoise.rules.yml"),
                List.of("promtool", "test", "rules", "equipoise.rules.test.yml"))) {
            Process process = new ProcessBuilder(command)
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as("%s said %s", command, output).isZero();
        }
    }

    private static java.util.Optional<Path> promtool() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "promtool"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
