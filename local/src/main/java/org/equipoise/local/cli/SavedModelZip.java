package org.equipoise.local.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.equipoise.local.client.ClientException;

/** A SavedModel's folder as the bytes of one zip. */
final class SavedModelZip {

    private static final String GRAPH = "saved_model.pb";

    private SavedModelZip() {}

    /**
     * A zip as it is, or a folder zipped: equal files give equal bytes.
     *
     * @throws ClientException if it is neither
     */
    static byte[] of(Path source) throws IOException {
        if (Files.isRegularFile(source)) {
            return Files.readAllBytes(source);
        }
        if (!Files.isRegularFile(source.resolve(GRAPH))) {
            throw new ClientException(source + " is neither a zip nor a folder with a " + GRAPH
                    + "; Keras writes one by model.export(\"folder\")");
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
