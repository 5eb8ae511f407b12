package org.equipoise.trainer.djl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A saved model unpacked into a folder of its own, deleted on close. */
final class SavedModelFolder implements AutoCloseable {

    private static final int MAX_ENTRIES = 1000;

    private final Path path;

    private SavedModelFolder(Path path) {
        this.path = path;
    }

    /**
     * Unpacks a zip below {@code scratch}.
     *
     * @throws IllegalArgumentException if an entry points outside the folder, or there are more entries than a saved
     *     model has
     */
    static SavedModelFolder unzip(byte[] zip, Path scratch) {
        try {
            var folder = new SavedModelFolder(Files.createTempDirectory(Files.createDirectories(scratch), "model"));
            try {
                folder.extract(zip);
                return folder;
            } catch (IOException | RuntimeException e) {
                folder.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack a saved model into " + scratch, e);
        }
    }

    private void extract(byte[] zip) throws IOException {
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            int entries = 0;
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path target = path.resolve(entry.getName()).normalize();
                if (!target.startsWith(path) || ++entries > MAX_ENTRIES) {
                    throw new IllegalArgumentException("not a saved model: entry " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Path parent = target.getParent();
                    Files.createDirectories(parent == null ? path : parent);
                    Files.copy(in, target);
                }
            }
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try (Stream<Path> walk = Files.walk(path)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }
}
