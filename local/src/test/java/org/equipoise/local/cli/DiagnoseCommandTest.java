package org.equipoise.local.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.local.terminal.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** As it is typed, without a stack. */
class DiagnoseCommandTest {

    private final Screen screen = new Screen();

    @TempDir
    private Path folder = Path.of("");

    private int run(String... arguments) {
        return Equipoise.run(new CliContext(screen.terminal(), Clock.systemUTC(), Map.of()), arguments);
    }

    /** 40 images of none, whose probability of sick is 0.02, and 20 of sick, where it is 0.2. */
    private String collapsed() throws IOException {
        return file("answers.csv", "label,p_none,p_sick\n" + "none,.98,.02\n".repeat(40) + "sick,.8,.2\n".repeat(20));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void aCollapseIsNamedProvedAndRepaired() throws IOException {
        int code = run("diagnose", "--predictions", collapsed(), "--counts", "none=950,sick=50");

        assertThat(code).isEqualTo(ExitCodes.OK);
        assertThat(screen.err()).isEmpty();
        assertThat(screen.out())
                .startsWith("One class has so many more training images")
                .contains(
                        "Answers: collapsed: every answer is none.",
                        "Proved: class imbalance.",
                        "balanced accuracy 0.500 becomes 1.000; that alone is a repair",
                        "or answer \"sick\" where its probability is above 0.0500");
    }

    @Test
    void jsonIsOneDocumentOnTheScreenOrInAFileAndThePageIsWritten() throws IOException {
        Path page = folder.resolve("made/page.html");
        Path document = folder.resolve("card.json");

        assertThat(run("diagnose", "--predictions", collapsed(), "--json")).isEqualTo(ExitCodes.OK);
        JsonNode shown = EventCodec.mapper().readTree(screen.out());
        assertThat(run(
                        "diagnose",
                        "--predictions",
                        collapsed(),
                        "--json",
                        document.toString(),
                        "--html",
                        page.toString()))
                .isEqualTo(ExitCodes.OK);
        JsonNode written = EventCodec.mapper().readTree(document.toFile());

        assertThat(shown.path("condition").asText()).isEqualTo("collapsed: every answer is none");
        assertThat(shown.path("evaluation").path("classes")).hasSize(2);
        assertThat(written.path("ruledOut")).isEqualTo(shown.path("ruledOut"));
        assertThat(Files.readString(page)).contains("<svg", "A corrected prior");
        assertThat(screen.out()).contains("The page is in " + page);
    }

    @Test
    void ofFilesNothingIsKnownToTrainAgain() throws IOException {
        assertThat(run("diagnose", "--predictions", collapsed(), "--repair")).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err()).contains("--repair needs a MODEL that was trained here");
    }

    @Test
    void aRepairOfNoTimeIsRefusedAndSoIsOneThatShouldSpeakJson() {
        assertThat(run("diagnose", "chest", "--repair", "--minutes", "0")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("diagnose", "chest", "--repair", "--json")).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err()).contains("--minutes must be above 0", "give --json a FILE");
    }

    @Test
    void aLossCurveAloneSaysWhatToAdd() throws IOException {
        String log = file("history.csv", "epoch,loss,val_loss\n0,0.7,0.7\n1,0.6,nan\n");

        assertThat(run("diagnose", "--log", log)).isEqualTo(ExitCodes.OK);
        assertThat(screen.out()).startsWith("The training diverged").contains("Missing:", "--predictions FILE.csv");
    }

    @Test
    void predictionsCountsAndHistoryGoTogether() throws IOException {
        String log = file("history.json", "{\"loss\": [0.2, 0.15, 0.08]}");

        assertThat(run("diagnose", "--predictions", collapsed(), "--counts", "none=950,sick=50", "--log", log))
                .isEqualTo(ExitCodes.OK);
        assertThat(screen.out()).contains("came down to 0.40 of a constant answer's", "capacity-too-small");
    }

    @Test
    void filesThatCannotBeReadFailInOneSentence() throws IOException {
        assertThat(run("diagnose", "--predictions", file("empty.csv", ""))).isEqualTo(ExitCodes.FAILED);
        assertThat(run("diagnose", "--predictions", folder.resolve("none.csv").toString()))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(run("diagnose", "--predictions", file("l.csv", "path,answer\nx,a\n")))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(run("diagnose", "--log", file("log.txt", "a log\n"))).isEqualTo(ExitCodes.FAILED);
        assertThat(run("diagnose", "--predictions", collapsed(), "--counts", "none=950,ill=50"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err().lines())
                .hasSize(5)
                .anyMatch(line -> line.equals("empty.csv is empty"))
                .anyMatch(line -> line.startsWith("there is no ") && line.endsWith("none.csv"))
                .anyMatch(line -> line.contains("no column with the true class"))
                .anyMatch(line -> line.contains("is no training history that is known"))
                .anyMatch(line -> line.contains("--counts"));
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void wrongOptionsAreWrongUsage() throws IOException {
        assertThat(run("diagnose")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("diagnose", "--predictions", collapsed(), "--counts", "none=-1,sick=5"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("diagnose", "--predictions", collapsed(), "--encoding", "klingon"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("diagnose", "--predictions", collapsed(), "--minutes", "1"))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err())
                .contains(
                        "say what to look at",
                        "--minutes belongs to a MODEL",
                        "must have 0 to 2147483647 images, got -1",
                        "knows no encoding \"klingon\"",
                        "Example: equipoise diagnose --predictions");
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void anEncodingThatIsNamedIsUsed() throws IOException {
        Path file = folder.resolve("w.csv");
        Files.write(
                file,
                "label,prediction\nauffällig,gesund\ngesund,gesund\n"
                        .getBytes(java.nio.charset.Charset.forName("windows-1252")));

        assertThat(run("diagnose", "--predictions", file.toString())).isEqualTo(ExitCodes.FAILED);
        assertThat(run("diagnose", "--predictions", file.toString(), "--encoding", "windows-1252"))
                .isEqualTo(ExitCodes.OK);
        assertThat(screen.out()).contains("auffällig");
    }

    @Test
    void aModelAndItsImagesGoTogetherAndWithNothingElse() throws IOException {
        String model = folder.toString();

        for (String[] wrong : new String[][] {
            {"--model", model},
            {"--data", model},
            {"--model", model, "--data", model, "--predictions", collapsed()},
            {"chest", "--model", model, "--data", model},
        }) {
            String[] line = new String[wrong.length + 1];
            line[0] = "diagnose";
            System.arraycopy(wrong, 0, line, 1, wrong.length);
            assertThat(run(line)).as(String.join(" ", wrong)).isEqualTo(ExitCodes.USAGE);
        }
        assertThat(screen.err()).contains("--model FOLDER_OR_ZIP and --data SET go together");
    }

    /** What people have instead of a SavedModel is recognised before any image is read. */
    @Test
    void whatIsNoSavedModelIsToldInOneSentence() throws IOException {
        Path h5 = Files.write(folder.resolve("chest.h5"), new byte[] {(byte) 0x89, 'H', 'D', 'F', 1, 2});
        String data = folder.resolve("set").toString();

        assertThat(run("diagnose", "--model", folder.resolve("none").toString(), "--data", data))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(run("diagnose", "--model", h5.toString(), "--data", data)).isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err().lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("there is no folder or file"))
                .anyMatch(line -> line.contains("a Keras HDF5 file, not a SavedModel: keras.models.load_model"));
    }

    @Test
    void aTrainerThatIsNotBuiltAndTimesThatAreNoneAreNamed() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.write(model.resolve("saved_model.pb"), new byte[] {1});
        for (String label : new String[] {"a", "b"}) {
            Path images = Files.createDirectories(folder.resolve("set").resolve(label));
            Files.write(images.resolve("0.png"), PngCodec.encode(new Pixels(8, 8, 1, new byte[64])));
        }
        String[] line = {
            "diagnose",
            "--model",
            model.toString(),
            "--data",
            folder.resolve("set").toString(),
            "--minutes",
            "0"
        };
        System.setProperty("equipoise.project", folder.toString());
        try {
            assertThat(run(line)).isEqualTo(ExitCodes.USAGE);
            assertThat(run(java.util.Arrays.copyOf(line, 5))).isEqualTo(ExitCodes.NO_STACK);
        } finally {
            System.clearProperty("equipoise.project");
        }
        assertThat(screen.err())
                .contains("--minutes must be above 0 and at most 1440, got 0.0")
                .contains("the trainer is not built in ");
    }

    @Test
    void nothingThatIsReadOrWrittenIsWrittenOver() throws IOException {
        String answers = collapsed();
        String before = Files.readString(Path.of(answers));
        String other = folder.resolve("x/../card").toString();

        assertThat(run("diagnose", "--predictions", answers, "--json", answers)).isEqualTo(ExitCodes.USAGE);
        assertThat(run("diagnose", "--predictions", answers, "--html", other, "--json", folder.resolve("card") + ""))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(run("diagnose", "--predictions", answers, "--json", "")).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err())
                .contains("--json would write over " + answers + ", the file of --predictions")
                .contains("the file of --json", "a file's name is empty");
        assertThat(Path.of(answers)).hasContent(before);
    }

    @Test
    void anOptionThatWouldSayNothingIsRefused() throws IOException {
        String answers = collapsed();

        for (String[] wrong : new String[][] {
            {"--predictions", answers, "--logits"},
            {"--predictions", answers, "--label-column", "y"},
            {"--predictions", answers, "--run", "r1"},
            {"chest", "--counts", "a=1,b=2"},
            {"chest", "--scale", "none"},
            {"chest", "--minutes", "-1"},
            {"--json", "chest"},
        }) {
            String[] line = new String[wrong.length + 1];
            line[0] = "diagnose";
            System.arraycopy(wrong, 0, line, 1, wrong.length);
            assertThat(run(line)).as(String.join(" ", wrong)).isEqualTo(ExitCodes.USAGE);
        }
        assertThat(screen.err())
                .contains("--logits belongs to --model and --data", "--run belongs to a MODEL")
                .contains("--counts belongs to --predictions", "--minutes must be 0 to ", "say the MODEL before it");
    }

    @Test
    void aPipeThatNobodyWritesIsNotWaitedFor() throws IOException, InterruptedException {
        String pipe = folder.resolve("pipe").toString();
        assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.write(model.resolve("saved_model.pb"), new byte[] {1});

        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(run("diagnose", "--predictions", pipe)).isEqualTo(ExitCodes.FAILED);
            assertThat(run("diagnose", "--log", pipe)).isEqualTo(ExitCodes.FAILED);
            assertThat(run("diagnose", "--model", pipe, "--data", folder.toString()))
                    .isEqualTo(ExitCodes.FAILED);
            assertThat(run("diagnose", "--model", model.toString(), "--data", pipe))
                    .isEqualTo(ExitCodes.FAILED);
        });
        assertThat(screen.err().lines()).hasSize(4).allMatch(line -> line.contains(pipe + " is a pipe or a device"));
    }

    @Test
    void whatAModelExpectsIsNotAskedOfImagesOfOneClass() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.write(model.resolve("saved_model.pb"), new byte[] {1});
        Path images = Files.createDirectories(folder.resolve("set/a"));
        Files.write(images.resolve("0.png"), PngCodec.encode(new Pixels(8, 8, 1, new byte[64])));
        String set = folder.resolve("set").toString();

        assertThat(run("diagnose", "--model", model.toString(), "--data", set, "--labels", "a,b"))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err()).contains("has labels of one class, \"a\"");
    }

    @Test
    void whatDoesNotArriveOnStandardOutputIsAFailure() throws IOException {
        var full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        var terminal =
                new Terminal(new PrintStream(full, true), new PrintStream(OutputStream.nullOutputStream()), false);

        int code = Equipoise.run(
                new CliContext(terminal, Clock.systemUTC(), Map.of()), "diagnose", "--predictions", collapsed());

        assertThat(code).isEqualTo(ExitCodes.FAILED);
    }
}
