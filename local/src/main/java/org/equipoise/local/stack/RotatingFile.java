package org.equipoise.local.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * A log file that does not grow for ever: at its limit it becomes {@code <file>.1}, what was that becomes
 * {@code <file>.2}, and so on; the last one goes. Lines stay whole. What is there at the beginning is continued.
 */
final class RotatingFile extends OutputStream {

    /** Of one file: a service that logs a line a second fills it in about a day. */
    static final long LIMIT = 10L << 20;

    /** The current one and those before. */
    static final int FILES = 3;

    private final Path file;
    private final long limit;
    private final int files;
    private @Nullable OutputStream out;
    private long size;

    RotatingFile(Path file) {
        this(file, LIMIT, FILES);
    }

    /**
     * Opens the file when there is something to write, and tries again where that failed.
     *
     * @param limit of one file in bytes, exceeded by at most one line
     * @param files that are kept, the current one included
     */
    RotatingFile(Path file, long limit, int files) {
        this.file = file.toAbsolutePath();
        this.limit = limit;
        this.files = files;
    }

    private OutputStream open() throws IOException {
        Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
        OutputStream opened = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        size = Files.size(file);
        out = opened;
        return opened;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int end = offset + length;
        OutputStream current = out == null ? open() : out;
        while (from < end) {
            boolean full = size >= limit;
            int until = full ? lineEnd(bytes, from, end) : fitting(bytes, from, end);
            current.write(bytes, from, until - from);
            size += until - from;
            from = until;
            if (full && bytes[until - 1] == '\n') {
                current = rotate();
            }
        }
    }

    /** Up to where the limit is reached. */
    private int fitting(byte[] bytes, int from, int end) {
        return (int) Math.min(end, from + Math.max(1, limit - size));
    }

    /** Behind the first line's end; {@code end} where none ends. */
    private static int lineEnd(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return end;
    }

    private OutputStream rotate() throws IOException {
        close();
        for (int number = files - 1; number > 0; number--) {
            Path older = numbered(number - 1);
            if (Files.exists(older)) {
                Files.move(older, numbered(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return open();
    }

    private Path numbered(int number) {
        return number == 0 ? file : file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public synchronized void flush() throws IOException {
        if (out != null) {
            out.flush();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }
}
