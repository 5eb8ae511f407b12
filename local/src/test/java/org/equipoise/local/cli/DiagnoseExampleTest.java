package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What documents show of {@code diagnose} is what it prints. */
class DiagnoseExampleTest {

    private static final String COMMAND = "./equipoise ";

    private final Screen screen = new Screen();

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/own-classifier.md"})
    void theExampleIsPrintedAsTheDocumentShowsIt(String document) throws IOException {
        String block = Arrays.stream(Files.readString(Path.of("..", document)).split("```"))
                .map(String::strip)
                .filter(text -> text.startsWith(COMMAND + "diagnose --predictions docs/examples"))
                .findFirst()
                .orElseThrow();
        List<String> lines = block.replace("\\\n", " ").lines().toList();
        String[] arguments = lines.get(0)
                .substring(COMMAND.length())
                .replace("docs/examples", "../docs/examples")
                .split("\\s+");

        int code = Equipoise.run(new CliContext(screen.terminal(), Clock.systemUTC(), Map.of()), arguments);

        assertThat(code).isEqualTo(ExitCodes.OK);
        assertThat(lines).hasSizeGreaterThan(1);
        assertThat(screen.out().lines()).containsAll(lines.subList(1, lines.size()));
    }
}
