package org.equipoise.local.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.equipoise.local.client.ClientException;

/** A SavedModel's folder as the bytes of one zip. */
final class SavedModelZip {

    private SavedModelZip() {}

    /**
     * A zip as it is, or a folder zipped: equal files give equal bytes.
     *
     * @throws ClientException if it is neither, with what was probably meant
     */
    static byte[] of(Path source) throws IOException {
        Optional<String> other = NoSavedModel.meant(source);
        if (other.isPresent()) {
            throw new ClientException(other.get());
        }
        if (Files.isRegularFile(source)) {
            return Files.readAllBytes(source);
        }
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes);
                Stream<Path> walk = Files.walk(source)) {
            List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                var entry = new ZipEntry(source.relativize(file).toString().replace('\\', '/'));
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
