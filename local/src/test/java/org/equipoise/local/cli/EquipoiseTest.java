package org.equipoise.local.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
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
                        "diff",
                        "export",
                        "predict",
                        "diagnose",
                        "trace",
                        "models",
                        "promote",
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
        assertThat(run("diff")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("diff", "No Such")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("diff", "d", "--from", "v1&to=v2")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("diff", "d", "--to", "../v1")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("export", "d")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("export", "No Such", "d.zip")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("export", "d", "d.zip", "--of", "../v1")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("augment-preview")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("augment-preview", "No Such")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("augment-preview", "d/../v1")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("augment-preview", "d", "--images", "many")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("augment-preview", "d", "--recipe", "none")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("up", "--services", "kitchen")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("up", "--trainers", "0")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("up", "--trainers", "4")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("up", "--trainers", "2", "--services", "augment-service"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("promote", "m", "--reason", "r")).isEqualTo(ExitCodes.USAGE);
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
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("no stack runs on " + folder, "up --home " + folder, "say --home FOLDER or EQUIPOISE_HOME");
    }

    @Test
    void aSettingWithoutAValueIsSaidInOneClearSentence() {
        assertThat(run("train", "--dataset", "d", "--set", "epochs")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("option '--set'", "KEY=VALUE")
                .doesNotContain("option option");
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

    @Test
    void helpAndVersionAreCommands() {
        assertThat(run("help")).isEqualTo(ExitCodes.OK);
        assertThat(run("help", "train")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Commands:", "--dataset=NAME");
        for (String version : new String[] {"version", "--version", "-V"}) {
            out.reset();
            assertThat(run(version)).isEqualTo(ExitCodes.OK);
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .startsWith("equipoise ")
                    .contains("Java " + System.getProperty("java.version"));
        }
        assertThat(err.size()).isZero();
    }

    @Test
    void whatIsMissingIsOneLineAndAnExampleInsteadOfAPage() {
        run("train");

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Missing required option: '--dataset=NAME'",
                        "Example: equipoise train --dataset chest --set epochs=10",
                        "\"equipoise help train\" says more.");
    }

    @Test
    void whatWasPerhapsMeantIsSaid() {
        run("--hom", "x");
        run("statu");

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Did you mean", "status");
    }

    /** Every example is parsed: it has no option that does not exist. */
    @Test
    void everyCommandHasAnExampleThatIsRightAndADescription() {
        var commands = Equipoise.commandLine(context()).getSubcommands();
        assertThat(commands).containsKeys("help", "version", "import", "demo");

        commands.forEach((name, command) -> {
            var usage = command.getCommandSpec().usageMessage();
            assertThat(usage.description()).as(name).isNotEmpty();
            if (!name.equals("help")) {
                assertThat(usage.footer()).as(name).hasSize(1);
                String example = usage.footer()[0].strip();
                assertThat(example).startsWith("equipoise " + name);
                String[] words = example.replaceAll("\"[^\"]*\"", "reason").split(" ");
                assertThat(Equipoise.commandLine(context())
                                .parseArgs(Arrays.copyOfRange(words, 1, words.length))
                                .errors())
                        .as(example)
                        .isEmpty();
            }
        });
    }

    @Test
    void numbersOutOfTheirRangeAreWrongUsage() {
        assertThat(run("up", "--start-within", "9")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("demo", "--start-within", "99999")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("train", "--dataset", "d", "--patience", "0")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("predict", "x", "--model", "m", "--out", "o", "--patience", "-1"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("predict", "x", "--model", "m", "--out", "o", "--split", "half"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("train", "--dataset", "d", "--seed", "many")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("--start-within must be 10 to 7200, got 9", "--patience must be 1 to 86400")
                .doesNotContain("java.", "Exception");
    }

    private CliContext context() {
        return new CliContext(
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false),
                Clock.systemUTC(),
                Map.of());
    }

    private int run(String... arguments) {
        return Equipoise.run(context(), arguments);
    }
}
