package org.equipoise.local.stack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Logger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StackLogTest {

    @TempDir
    private Path home = Path.of("");

    @Test
    void aLogThatCannotBeWrittenPrintsNothingAndGoesOnWhenItCan() throws IOException {
        Path folder = Files.writeString(home.resolve("logs"), "a file where the folder should be");
        var err = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        StackLog log = StackLog.to(folder.resolve("stack.log"));
        try {
            Logger.getLogger("").warning("lost");
            Files.delete(folder);
            Logger.getLogger("").warning("kept");
        } finally {
            log.close();
            System.setErr(before);
        }

        assertThat(err.size()).isZero();
        assertThat(Files.readString(folder.resolve("stack.log"))).contains("WARNING", "kept");
    }
}
