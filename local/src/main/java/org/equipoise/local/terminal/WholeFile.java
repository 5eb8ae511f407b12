package org.equipoise.local.terminal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that a command leaves: whole or not at all. One that was there before is there unchanged until the new one is
 * written whole.
 */
public final class WholeFile {

    /** What lies there, {@code /dev/stdout} for one, leads to what somebody has opened already. */
    private static final Path DEVICES = Path.of("/dev");

    private WholeFile() {}

    /** What is written. */
    @FunctionalInterface
    public interface Content {
        void to(Writer out) throws IOException;
    }

    /** What is written, where it is no text. */
    @FunctionalInterface
    public interface Bytes {
        void to(OutputStream out) throws IOException;
    }

    /** Writes a text. */
    public static void write(Path file, String text) throws IOException {
        write(file, out -> out.write(text));
    }

    /**
     * Writes what {@code content} does, in UTF-8, with the folders above it.
     *
     * @throws FileSystemException with the name of the file, whatever it is that failed
     */
    public static void write(Path file, Content content) throws IOException {
        writeBytes(file, out -> {
            var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8.newEncoder());
            content.to(writer);
            writer.flush();
        });
    }

    /**
     * Writes what {@code content} does, with the folders above it.
     *
     * @throws FileSystemException with the name of the file, whatever it is that failed
     */
    public static void writeBytes(Path file, Bytes content) throws IOException {
        try {
            Path there = file.toAbsolutePath().normalize();
            if (there.startsWith(DEVICES) || (Files.exists(there) && !Files.isRegularFile(there))) {
                open(there, content);
            } else {
                replace(Files.exists(there) ? there.toRealPath() : there, content);
            }
        } catch (FileAlreadyExistsException e) {
            throw new NotDirectoryException(e.getFile());
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            var named = new FileSystemException(file.toString(), null, e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    private static void replace(Path file, Bytes content) throws IOException {
        Path folder = file.getParent();
        Path name = file.getFileName();
        if (folder == null || name == null) {
            throw new FileSystemException(file.toString(), null, "is no name of a file");
        }
        Files.createDirectories(folder);
        Path part = folder.resolve(name + "." + ProcessHandle.current().pid() + ".part");
        try {
            write(
                    part,
                    content,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A device or a pipe holds nothing that could be lost. */
    private static void open(Path device, Bytes content) throws IOException {
        if (Files.isDirectory(device)) {
            throw new FileSystemException(device.toString(), null, "is a folder, not a file");
        }
        write(device, content, StandardOpenOption.WRITE);
    }

    private static void write(Path file, Bytes content, StandardOpenOption... options) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file, options))) {
            content.to(out);
        }
    }
}
