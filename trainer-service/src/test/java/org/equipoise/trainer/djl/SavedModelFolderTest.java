package org.equipoise.trainer.djl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SavedModelFolderTest {

    @TempDir
    private Path scratch = Path.of("");

    @Test
    void whatAZipMayHoldIsSaidWithTheLimit() throws IOException {
        byte[] outside = zip(List.of("saved_model.pb", "../../evil"));
        byte[] many = zip(IntStream.rangeClosed(0, 1000).mapToObj(i -> "a/" + i).toList());

        assertThatThrownBy(() -> SavedModelFolder.unzip(outside, scratch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a saved model: its entry ../../evil leads out of it");
        assertThatThrownBy(() -> SavedModelFolder.unzip(many, scratch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a saved model: more than 1000 entries");
        assertThat(scratch).isEmptyDirectory();
    }

    private static byte[] zip(List<String> names) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
            }
        }
        return bytes.toByteArray();
    }
}
