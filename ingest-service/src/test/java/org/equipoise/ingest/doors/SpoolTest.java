package org.equipoise.ingest.doors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpoolTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatIsClosedMayBeOpenedAgain() throws IOException {
        Spool.open(folder, 1000).close();

        Spool.open(folder, 1000).close();
    }

    /** The kernel knows the locks of a process by the number of the file. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whoIsRefusedInTheSameProcessDoesNotFreeTheFolderForOthers() throws IOException {
        try (Spool first = Spool.open(folder, 1000)) {
            assertThatThrownBy(() -> Spool.open(folder, 1000))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("used by another instance");

            String lock = ":" + Files.getAttribute(folder.resolve(Spool.LOCK), "unix:ino") + " ";
            assertThat(Files.readAllLines(Path.of("/proc/locks")))
                    .anySatisfy(line -> assertThat(line).contains(lock));
            assertThat(first).isNotNull();
        }
    }
}
