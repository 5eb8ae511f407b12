package org.equipoise.local.terminal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WholeFileTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aFileIsWrittenWithTheFoldersAboveIt() throws IOException {
        Path file = folder.resolve("a/b/card.json");

        WholeFile.write(file, "first");
        WholeFile.write(file, "second");

        assertThat(file).hasContent("second");
        assertThat(names(folder.resolve("a/b"))).containsExactly("card.json");
    }

    /** As on a disk that becomes full. */
    @Test
    void whatWasThereStaysWhereWritingFailsAndNothingHalfIsLeft() throws IOException {
        Path file = Files.writeString(folder.resolve("card.json"), "before");

        assertThatThrownBy(() -> WholeFile.write(file, out -> {
                    out.write("half");
                    out.flush();
                    throw new IOException("No space left on device");
                }))
                .isInstanceOfSatisfying(
                        FileSystemException.class, e -> assertThat(e.getFile()).endsWith("card.json"));
        assertThat(file).hasContent("before");
        assertThat(names(folder)).containsExactly("card.json");
    }

    @Test
    void aFolderIsNoFileAndAFileNoFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> WholeFile.write(folder, "")).hasMessageContaining("is a folder, not a file");
        assertThatThrownBy(() -> WholeFile.write(file.resolve("card.json"), ""))
                .isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void aLinkLeadsToTheFileThatIsReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "before");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);

        WholeFile.write(link, "after");

        assertThat(file).hasContent("after");
        assertThat(link).isSymbolicLink();
    }

    private static Stream<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
