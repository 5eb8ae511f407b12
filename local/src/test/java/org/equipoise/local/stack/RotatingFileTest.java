package org.equipoise.local.stack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class RotatingFileTest {

    @TempDir
    private Path folder = Path.of("");

    private Path log() {
        return folder.resolve("logs/service.log");
    }

    private Path old(int number) {
        return folder.resolve("logs/service.log." + number);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void howeverMuchIsLoggedThreeFilesOfTheLimitStayAndTheyHoldTheLastLines() throws IOException {
        try (var file = new RotatingFile(log(), 100, 3)) {
            for (int i = 0; i < 1000; i++) {
                file.write(bytes("line " + i + "\n"));
            }
        }

        try (var files = Files.list(folder.resolve("logs"))) {
            assertThat(files).containsExactlyInAnyOrder(log(), old(1), old(2));
        }
        String all = Files.readString(old(2)) + Files.readString(old(1)) + Files.readString(log());
        assertThat(all.length()).isLessThan(3 * 110);
        long lines = all.lines().count();
        assertThat(all.lines())
                .containsExactlyElementsOf(IntStream.range((int) (1000 - lines), 1000)
                        .mapToObj(i -> "line " + i)
                        .toList());
    }

    @Test
    void linesStayWholeWhereverAWriteIsCut() throws IOException {
        String text = "first line\nsecond line\nthird line\nfourth line\n";
        for (int cut = 1; cut < text.length(); cut++) {
            Path file = folder.resolve("cut-" + cut + ".log");
            try (var out = new RotatingFile(file, 15, 9)) {
                out.write(bytes(text.substring(0, cut)));
                out.write(bytes(text.substring(cut)));
            }

            assertThat(Files.readString(folder.resolve("cut-" + cut + ".log.2")))
                    .isEqualTo("first line\nsecond line\n");
            assertThat(Files.readString(folder.resolve("cut-" + cut + ".log.1")))
                    .isEqualTo("third line\nfourth line\n");
            assertThat(file).isEmptyFile();
        }
    }

    @Test
    void aLogIsContinued() throws IOException {
        try (var file = new RotatingFile(log(), 100, 3)) {
            file.write(bytes("before\n"));
        }
        try (var file = new RotatingFile(log(), 100, 3)) {
            file.write(bytes("after\n"));
        }

        assertThat(Files.readString(log())).isEqualTo("before\nafter\n");
    }

    @Test
    void aLogThatCannotBeWrittenStopsNobodyAndIsWrittenAgainWhenItCan() throws Exception {
        Files.writeString(folder.resolve("logs"), "a file where the folder should be");
        var log = new RotatingFile(log(), 100, 3);

        LogPump.start("test", new ByteArrayInputStream(bytes("lost\n")), log).join();
        Files.delete(folder.resolve("logs"));
        LogPump.start("test", new ByteArrayInputStream(bytes("kept\n")), log).join();

        assertThat(Files.readString(log())).isEqualTo("kept\n");
    }

    @Test
    void everythingThatAProcessPrintsIsReadEvenIfNothingCanBeWritten() throws Exception {
        var in = new ByteArrayInputStream(new byte[1_000_000]);
        var full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatCode(() -> LogPump.start("test", in, full).join()).doesNotThrowAnyException();
        assertThat(in.available()).isZero();
    }
}
