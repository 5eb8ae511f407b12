package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.local.testing.FakeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The command as it is typed, against an ingest that answers what the test says. */
class DiffCommandTest {

    private static final String ID = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";
    private static final String NOTHING = "{\"total\": 0, \"counts\": [], \"first\": []}";

    private static final String DIFF = """
            {"dataset": "chest",
             "from": {"version": "v1", "frozenAt": "2026-01-02T03:04:05.678Z", "images": 2480},
             "to": {"version": "v2", "frozenAt": "2026-01-03T03:04:05Z", "images": 2481},
             "classesAdded": ["torn"], "classesRemoved": ["old"], "unchanged": 2466, "most": 100,
             "added": {"total": 12, "counts": [{"split": "train", "label": "torn", "images": 12}],
              "first": [{"imageId": "%1$s", "split": "train", "label": "to\\u001brn"}]},
             "removed": {"total": 11, "counts": [{"split": "val", "label": "old", "images": 11}],
              "first": [{"imageId": "%1$s", "split": "val", "label": "old"}]},
             "relabelled": {"total": 3,
              "counts": [{"split": "test", "from": "none", "to": "benign", "images": 3}],
              "first": [{"imageId": "%1$s", "split": "test", "from": "none", "to": "benign"}]},
             "moved": {"total": 1, "counts": [{"from": "train", "to": "test", "label": "none", "images": 1}],
              "first": [{"imageId": "%1$s", "from": "train", "to": "test", "label": "none"}]}}""".formatted(ID);

    private static final String SAME = """
            {"dataset": "chest",
             "from": {"version": "v1", "frozenAt": "2026-01-02T03:04:05Z", "images": 1},
             "to": {"version": "v2", "frozenAt": "2026-01-03T03:04:05Z", "images": 1},
             "classesAdded": [], "classesRemoved": [], "unchanged": 1, "most": 100,
             "added": %1$s, "removed": %1$s, "relabelled": %1$s, "moved": %1$s}""".formatted(NOTHING);

    private final FakeService ingest = new FakeService();
    private final Screen screen = new Screen();

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void stop() {
        ingest.close();
    }

    private int run(String... arguments) {
        Map<String, String> environment = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                "127.0.0.1:9",
                "EQUIPOISE_INGEST_URL",
                ingest.address().toString());
        return Equipoise.run(new CliContext(screen.terminal(), Clock.systemUTC(), environment), arguments);
    }

    @Test
    void whatDiffersIsCountedAndTheFirstImagesAreNamed() {
        ingest.says("/datasets/chest/diff", 200, DIFF);

        assertThat(run("diff", "chest")).isEqualTo(ExitCodes.OK);

        assertThat(ingest.asked()).containsExactly("GET /datasets/chest/diff ");
        assertThat(screen.out().lines())
                .contains(
                        "Dataset \"chest\", version v1 (2,480 images, frozen 2026-01-02T03:04:05Z) -> version v2"
                                + " (2,481 images, frozen 2026-01-03T03:04:05Z):",
                        "12 added, 11 removed, 3 relabelled, 1 moved to another split, 2,466 unchanged.",
                        "New classes: torn.",
                        "Classes no longer there: old.",
                        "added       torn            train              12",
                        "removed     old             val                11",
                        "relabelled  none -> benign  test                3",
                        "moved       none            train -> test       1",
                        "relabelled  5f70bf18a086  none -> benign  test",
                        "moved       5f70bf18a086  none            train -> test",
                        "and 3 more; --json FILE has up to 100 of each kind",
                        "Next: equipoise trace " + ID + " --dataset chest");
    }

    @Test
    void aNameThatWouldDriveTheTerminalDoesNot() {
        ingest.says("/datasets/chest/diff", 200, DIFF);

        run("diff", "chest");

        assertThat(screen.out()).contains("to?rn").doesNotContain("\u001b");
    }

    @Test
    void versionsThatDifferInNothingThatIsComparedSayWhatElseMayDiffer() {
        ingest.says("/datasets/chest/diff", 200, SAME);

        assertThat(run("diff", "chest", "--from", "v1", "--to", "v2")).isEqualTo(ExitCodes.OK);

        assertThat(ingest.asked()).containsExactly("GET /datasets/chest/diff?from=v1&to=v2 ");
        assertThat(screen.out())
                .contains("0 added", "1 unchanged", "patient groups")
                .endsWith("Next: equipoise train --dataset chest" + System.lineSeparator());
    }

    @Test
    void anotherWindowIsSaid() {
        String window = ", \"window\": {\"low\": %d, \"high\": 4000, \"rule\": \"as asked for\"}}";
        String deep = SAME.replace("05Z\", \"images\": 1}", "05Z\", \"images\": 1" + window);
        ingest.says("/datasets/chest/diff", 200, deep.formatted(0, 100));
        ingest.says("/datasets/same/diff", 200, deep.formatted(7, 7));
        ingest.says(
                "/datasets/first/diff",
                200,
                SAME.replaceFirst("images\": 1}", "images\": 1" + window).formatted(3));

        run("diff", "chest");
        run("diff", "first");

        assertThat(screen.out())
                .contains("The samples are seen from 0 to 4000 (16 bits) before and from 100 to 4000 (16 bits) after.")
                .contains("The samples are seen from 3 to 4000 (16 bits) before and from 0 to 255 (8 bits) after.");
        int said = screen.out().length();
        run("diff", "same");
        assertThat(screen.out().substring(said)).doesNotContain("are seen from");
    }

    @Test
    void theFileHasTheWholeAnswer() throws IOException {
        ingest.says("/datasets/chest/diff", 200, DIFF);
        Path file = folder.resolve("new/diff.json");

        assertThat(run("diff", "chest", "--to", "v2", "--json", file.toString()))
                .isEqualTo(ExitCodes.OK);

        assertThat(ingest.asked()).containsExactly("GET /datasets/chest/diff?to=v2 ");
        assertThat(EventCodec.mapper().readTree(Files.readString(file)))
                .isEqualTo(EventCodec.mapper().readTree(DIFF));
        assertThat(screen.out()).contains("written to " + file);
    }

    @Test
    void whatIngestRefusesIsItsOwnSentence() {
        ingest.says("/datasets/chest/diff", 404, "{\"problem\": \"dataset chest has no version v9\"}");

        assertThat(run("diff", "chest", "--from", "v9")).isEqualTo(ExitCodes.FAILED);
        assertThat(screen.err().strip()).isEqualTo("dataset chest has no version v9");
    }
}
