package org.equipoise.ingest.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArchiveTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void filesComeInTheirOrderAndFoldersDoNot() throws IOException {
        byte[] zip = zip("a/", "", "../../etc/passwd", "one", "a/b.png", "two");

        assertThat(files(zip)).containsExactly("one", "two");
    }

    @Test
    void anArchiveThatIsCutAnywhereIsRefused() throws IOException {
        byte[] zip = zip("a", "first", "b", "second");

        for (int length = 0; length < zip.length; length++) {
            byte[] cut = Arrays.copyOf(zip, length);
            assertThatThrownBy(() -> files(cut))
                    .as("the first %d bytes", length)
                    .isInstanceOf(ArchiveException.class)
                    .hasMessage("the body is no whole zip archive");
        }
    }

    @Test
    void oneThatUnpacksToFarMoreIsRefusedWhileItIsUnpacked() throws IOException {
        byte[] bomb = zip("a", "\0".repeat(20_000_000));
        assertThat(bomb).hasSizeLessThan(40_000);

        assertThatThrownBy(() -> files(bomb))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("the archive unpacks to more than 200 times its size")
                .satisfies(e -> assertThat(((ArchiveException) e).isTooLarge()).isTrue());
    }

    @Test
    void aDirectoryThatMemoryHasNoRoomForIsRefusedUnread() throws IOException {
        byte[] zip = zip("a", "b");
        // The size of the directory, in the record at the end.
        zip[zip.length - 22 + 12 + 3] = 0x7F;

        assertThatThrownBy(() -> files(zip)).hasMessageContaining("the limit is " + Archive.MOST_DIRECTORY_BYTES);
    }

    @Test
    void aSecondEndBehindTheFirstHidesNoLargeDirectory() throws IOException {
        byte[] zip = withLargeDirectory();
        assertThatThrownBy(() -> files(zip)).hasMessageContaining("the limit is " + Archive.MOST_DIRECTORY_BYTES);

        // The comment of the first is another end, whose own comment would be longer than the file.
        byte[] hidden = Arrays.copyOf(zip, zip.length + 22);
        hidden[zip.length - 2] = 22;
        System.arraycopy(zip, zip.length - 22, hidden, zip.length, 4);
        hidden[hidden.length - 2] = 99;

        assertThatThrownBy(() -> files(hidden))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("the body is no whole zip archive");
    }

    private static byte[] withLargeDirectory() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (int i = 0; i < 150; i++) {
                var entry = new ZipEntry("f" + i);
                entry.setComment("x".repeat(60_000));
                zip.putNextEntry(entry);
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    @Test
    void anArchiveWhoseNumbersLieInAnotherRecordIsRefusedInWords() throws IOException {
        byte[] zip = zip("a", "b");
        // The count of its files.
        zip[zip.length - 22 + 10] = (byte) 0xFF;
        zip[zip.length - 22 + 11] = (byte) 0xFF;

        assertThatThrownBy(() -> files(zip))
                .hasMessageContaining("zip64")
                .satisfies(e -> assertThat(((ArchiveException) e).isTooLarge()).isTrue());
    }

    @Test
    void damageIsRefusedWithoutTheNameOfAnEntry() throws IOException {
        byte[] zip = zip("Winterhalter.png", "x".repeat(500));
        for (int i = 46; i < 60; i++) {
            zip[i] ^= 0x55;
        }

        assertThatThrownBy(() -> files(zip))
                .isInstanceOf(ArchiveException.class)
                .hasMessage("the body is no whole zip archive");
    }

    private List<String> files(byte[] zip) throws IOException {
        Path file = Files.write(folder.resolve("zip"), zip);
        List<String> files = new ArrayList<>();
        try (Archive archive = Archive.open(file)) {
            archive.forEach(in -> {
                in.transferTo(OutputStream.nullOutputStream());
                files.add("");
            });
        }
        files.clear();
        try (Archive archive = Archive.open(file)) {
            archive.forEach(in -> files.add(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
        return files;
    }

    /** @param namesAndTexts by turns; a name with a slash at its end is a folder */
    private static byte[] zip(String... namesAndTexts) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
