package org.equipoise.local.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

import org.equipoise.local.terminal.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EquipoiseTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void helpIsOnStandardOutputAndTellsTheExitCodes() {
        int code = run("--help");

        assertThat(code).isEqualTo(ExitCodes.OK);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "Exit codes:",
                        "import",
                        "train",
                        "labels",
                        "predict",
                        "trace",
                        "models",
                        "rollback",
                        "register");
        assertThat(err.size()).isZero();
    }

    @Test
    void noCommandUnknownCommandsAndBadNamesAreWrongUsage() {
        assertThat(run()).isEqualTo(ExitCodes.USAGE);
        assertThat(run("dance")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("import", "x.npz")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("import", "x.npz", "--dataset", "No Such")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("import", "x.npz", "--dataset", "d", "--station", "Dr. Who, and others"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("train", "--dataset", "d", "--recipe", "none")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("labels")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("labels", "--dataset", "No Such")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("labels", "--dataset", "d", "--minutes", "-1")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("labels", "--dataset", "d", "--top", "-1")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("up", "--services", "kitchen")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("up", "--trainers", "0")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("up", "--trainers", "4")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("up", "--trainers", "2", "--services", "augment-service"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("rollback", "m")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("rollback", "m", "--reason", "r", "--to", "v1", "--hold"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("register", "x.zip", "--model", "m", "--labels", "a,b")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("register", "x.zip", "--model", "m", "--labels", "a,b", "--without-gate"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(out.size()).isZero();
    }

    @Test
    void withoutAStackTheExitCodeSaysSo() {
        int code = run("status", "--home", folder.toString());

        assertThat(code).isEqualTo(ExitCodes.NO_STACK);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no stack runs on " + folder);
    }

    @Test
    void servicesThatAreNotBuiltAreNamed() {
        System.setProperty("equipoise.project", folder.toString());
        try {
            int code = run("up", "--home", folder.resolve("home").toString());

            assertThat(code).isEqualTo(ExitCodes.NO_STACK);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("ingest-service is not built");
        } finally {
            System.clearProperty("equipoise.project");
        }
    }

    @Test
    void aRecipeIsANameOrAFileOfSettings() throws IOException {
        Path properties = Files.writeString(folder.resolve("r.properties"), "recipe=auto\nepochs = 3\n");
        Path json = Files.writeString(folder.resolve("r.json"), "{\"epochs\": 3, \"horizontalFlip\": true}");
        Path broken = Files.writeString(folder.resolve("broken.json"), "[1]");

        assertThat(RecipeOption.parse("naive")).isEqualTo(new RecipeOption("naive", Map.of()));
        assertThat(RecipeOption.parse(properties.toString()))
                .isEqualTo(new RecipeOption("auto", Map.of("epochs", "3")));
        assertThat(RecipeOption.parse(json.toString()))
                .isEqualTo(new RecipeOption("custom", Map.of("epochs", "3", "horizontalFlip", "true")));
        assertThatThrownBy(() -> RecipeOption.parse(broken.toString())).hasMessageContaining("not a JSON object");
    }

    private int run(String... arguments) {
        var terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        return Equipoise.run(new CliContext(terminal, Clock.systemUTC(), Map.of()), arguments);
    }
}
