package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.equipoise.common.events.EventExamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class RecipeCommandTest {

    @TempDir
    private Path folder = Path.of("");

    /** What is printed must be what {@code train --recipe} reads. */
    @Test
    void aPrintedRecipeIsAFileOfEverySetting() throws IOException {
        var trained = EventExamples.modelTrained();
        Path file = folder.resolve("my.properties");

        List<String> lines = RecipeCommand.lines(trained);
        Files.write(file, lines);
        RecipeOption replayed = RecipeOption.parse(file.toString());

        assertThat(lines.get(0)).startsWith("# ").contains(trained.version(), trained.dataset());
        assertThat(replayed.name()).isEqualTo("custom");
        assertThat(replayed.settings())
                .isNotEmpty()
                .allSatisfy((key, value) -> assertThat(trained.recipe()).containsEntry(key, value));
    }
}
