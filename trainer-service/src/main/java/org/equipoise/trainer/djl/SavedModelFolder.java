package org.equipoise.trainer.djl;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** A saved model unpacked into a folder of its own, deleted on close. */
final class SavedModelFolder implements AutoCloseable {

    static final String GRAPH = "saved_model.pb";

    private static final int MAX_ENTRIES = 1000;
    private static final long MAX_BYTES = 4L << 30;

    private final Path path;

    private SavedModelFolder(Path path) {
        this.path = path;
    }

    /**
     * Unpacks a zip below {@code scratch}.
     *
     * @throws IllegalArgumentException if it is no whole zip, an entry points outside the folder, or there is more in
     *     it than in a saved model
     */
    static SavedModelFolder unzip(byte[] zip, Path scratch) {
        return unzip(new ByteArrayInputStream(zip), scratch);
    }

    /** The same of a zip that is not in memory. */
    static SavedModelFolder unzip(InputStream zip, Path scratch) {
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

    private void extract(InputStream zip) throws IOException {
        try (var in = new ZipInputStream(zip)) {
            int entries = 0;
            long left = MAX_BYTES;
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path target = target(entry.getName());
                if (!target.startsWith(path)) {
                    throw new IllegalArgumentException(
                            "not a saved model: its entry " + entry.getName() + " leads out of it");
                }
                if (++entries > MAX_ENTRIES) {
                    throw new IllegalArgumentException("not a saved model: more than " + MAX_ENTRIES + " entries");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Path parent = target.getParent();
                    Files.createDirectories(parent == null ? path : parent);
                    left -= copy(in, target, left);
                }
            }
            if (entries == 0) {
                throw new IllegalArgumentException("not a saved model: not a zip, or an empty one");
            }
        } catch (ZipException | EOFException e) {
            throw new IllegalArgumentException("not a saved model: the zip is damaged: " + e.getMessage(), e);
        }
    }

    private Path target(String entry) {
        try {
            return path.resolve(entry).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("not a saved model: entry " + entry, e);
        }
    }

    /** What is unpacked is counted: a zip's own sizes may lie. */
    private static long copy(ZipInputStream in, Path target, long left) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long copied = 0;
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                copied += n;
                if (copied > left) {
                    throw new IllegalArgumentException("not a saved model: more than " + MAX_BYTES + " bytes unpacked");
                }
                out.write(buffer, 0, n);
            }
        } catch (FileAlreadyExistsException e) {
            throw new IllegalArgumentException("not a saved model: entry " + target.getFileName() + " twice", e);
        }
        return copied;
    }

    Path path() {
        return path;
    }

    /** Where {@code saved_model.pb} is: here, or in the one folder that is here. */
    Optional<Path> root() {
        if (Files.isRegularFile(path.resolve(GRAPH))) {
            return Optional.of(path);
        }
        try (Stream<Path> list = Files.list(path)) {
            List<Path> folders = list.filter(inner -> Files.isRegularFile(inner.resolve(GRAPH)))
                    .toList();
            return folders.size() == 1 ? Optional.of(folders.get(0)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + path, e);
        }
    }

    /**
     * Every file below {@code root} by its path from there; equal files give equal bytes. Made on disk: a stream that
     * grows in memory would hold a large model four times.
     */
    byte[] zip(Path root) {
        try {
            Path file = Files.createTempFile(path.getParent(), "model", ".zip");
            try {
                zip(root, file);
                return Files.readAllBytes(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot zip " + root, e);
        }
    }

    private static void zip(Path root, Path to) throws IOException {
        try (var zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(to)));
                Stream<Path> walk = Files.walk(root)) {
            // Weights do not compress; trying costs more time than storing them.
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                var entry = new ZipEntry(root.relativize(file).toString());
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
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
