package org.equipoise.local.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.RegistryClient.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelsCommandTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00.250Z");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aVersionIsALine() {
        List<String> lines = ModelsCommand.lines(List.of(
                new Version("lung", "v2", Outcome.ROLLED_BACK, false, .81, .4, 173, "ct", "d1", NOW, NOW, "worse"),
                new Version("lung", "v1", Outcome.PROMOTED, true, .8, .75, 173, "ct", "d1", NOW, NOW, null),
                new Version("own", "v0", null, false, 0, 0, 0, "none", "none", NOW, null, null)));

        assertThat(lines.get(0)).contains("model", "version", "outcome", "balanced accuracy", "min recall", "serving");
        assertThat(lines.get(1)).contains("v2", "rolled-back", "0.810", "0.400", "2026-11-23T08:00:00Z", "no", "worse");
        assertThat(lines.get(2)).contains("v1", "promoted", "0.800", "yes");
        assertThat(lines.get(3)).contains("undecided", "not judged");
    }

    @Test
    void whatServesIsAskedNextAndWithoutItAnotherIsTrained() {
        var refused = new Version("lung", "v2", Outcome.REFUSED, false, .5, 0, 173, "ct", "d1", NOW, NOW, "worse");
        var serving = new Version("own", "v1", Outcome.PROMOTED, true, .8, .75, 173, "ct", "d1", NOW, NOW, null);

        assertThat(ModelsCommand.next(List.of(refused, serving)))
                .containsExactly("predict", "new-images", "--model", "own", "--out", "answers.csv");
        assertThat(ModelsCommand.next(List.of(refused))).containsExactly("train", "--dataset", "ct");
        assertThat(ModelsCommand.next(List.of())).containsExactly("train", "--dataset", "NAME");
    }

    @Test
    void aModelThatWasOnlyTrainedIsListedBesideTheDecidedOnes() {
        var decided = new ModelDecided("lung", "v1", "run-1", Outcome.REFUSED, List.of(), null, NOW);

        assertThat(ModelsCommand.names(List.of(decided), List.of("chest", "lung")))
                .containsExactly("chest", "lung");
    }

    @Test
    void anEmptyRegistrySaysSo() {
        assertThat(ModelsCommand.lines(List.of())).singleElement().asString().contains("no model");
    }

    @Test
    void aFolderBecomesTheSameZipEachTime() throws IOException {
        Files.writeString(folder.resolve("saved_model.pb"), "graph");
        Files.writeString(Files.createDirectories(folder.resolve("variables")).resolve("variables.index"), "x");

        byte[] zip = SavedModelZip.of(folder);

        assertThat(zip).isEqualTo(SavedModelZip.of(folder));
        List<String> names = new ArrayList<>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names).containsExactly("saved_model.pb", "variables/variables.index");
    }

    @Test
    void whatIsNoFolderOfASavedModelIsSaid() {
        assertThatThrownBy(() -> SavedModelZip.of(folder))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("model.export");
    }
}
