package org.equipoise.trainer.tensorflow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A folder for the files that TensorFlow insists on, turned into bytes and back. Deleted on close. Names and times
 * inside a zip are fixed, so that equal files give equal bytes.
 */
final class ScratchFolder implements AutoCloseable {

    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private final Path path;

    ScratchFolder(Path parent) {
        try {
            path = Files.createTempDirectory(Files.createDirectories(parent), "tensorflow");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder in " + parent, e);
        }
    }

    Path path() {
        return path;
    }

    /** Every file below {@code root}, by its path from there, zipped. */
    static byte[] zip(Path root) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes);
                Stream<Path> walk = Files.walk(root)) {
            // Weights do not compress; trying costs more time than storing them.
            zip.setLevel(Deflater.NO_COMPRESSION);
            List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                var entry = new ZipEntry(root.relativize(file).toString().replace('\\', '/'));
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot zip " + root, e);
        }
        return bytes.toByteArray();
    }

    /**
     * Writes the files of a {@link #zip} into this folder; there are no folders in it.
     *
     * @throws IllegalArgumentException if the bytes are no such zip, or not a whole one
     * @throws UncheckedIOException if the files cannot be written
     */
    void unzip(byte[] bytes) {
        Map<String, byte[]> files = files(bytes);
        try {
            for (var file : files.entrySet()) {
                Files.write(path.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unzip into " + path, e);
        }
    }

    /** All of them before one is written: what goes wrong here is the zip's fault, and no disk's. */
    private static Map<String, byte[]> files(byte[] bytes) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!FILE_NAME.matcher(entry.getName()).matches()) {
                    throw new IllegalArgumentException("zip entry \"" + entry.getName() + "\" is no plain file name");
                }
                files.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the zip is damaged: " + e.getMessage(), e);
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException("not a zip, or an empty one");
        }
        return files;
    }

    @Override
    public void close() {
        try (Stream<Path> walk = Files.walk(path)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }
}
