package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

import org.equipoise.local.testing.FakeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The command as it is typed, against an ingest that answers what the test says. */
class ExportCommandTest {

    private static final String PATH = "/datasets/chest/versions/v1/export";

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
    void theArchiveIsWrittenAsItCame() throws IOException {
        ingest.says(PATH, 200, "PK archive");
        Path file = folder.resolve("new/chest.zip");

        assertThat(run("export", "chest", file.toString(), "--of", "v1")).isEqualTo(ExitCodes.OK);

        assertThat(file).hasContent("PK archive");
        assertThat(screen.out())
                .contains("Version v1 of dataset \"chest\" is written to " + file + ", 0.0 MB")
                .contains("Next: equipoise import " + file + " --dataset chest-copy");
    }

    @Test
    void anArchiveThatWasBrokenOffLeavesWhatWasThere() throws IOException {
        ingest.breaksOff(PATH, "PK arch");
        Path file = Files.writeString(folder.resolve("chest.zip"), "before");

        assertThat(run("export", "chest", file.toString(), "--of", "v1")).isEqualTo(ExitCodes.FAILED);

        assertThat(file).hasContent("before");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
        // Where the connection ends before the client has seen the answer begin, that is what it says.
        assertThat(screen.err()).containsAnyOf("cannot write " + file + ": ", "ingest-service broke off");
    }

    @Test
    void whatIngestRefusesIsItsOwnSentenceAndNoFile() {
        ingest.says(PATH, 404, "{\"problem\": \"dataset chest has no version v1\"}");
        Path file = folder.resolve("chest.zip");

        assertThat(run("export", "chest", file.toString(), "--of", "v1")).isEqualTo(ExitCodes.FAILED);

        assertThat(screen.err().strip()).isEqualTo("dataset chest has no version v1");
        assertThat(file).doesNotExist();
    }
}
