package org.equipoise.ingest.doors;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * A folder for objects as they were received, readable for nobody else. Each is deleted when it is closed, and
 * everything is when the folder is opened, so that what a killed process left goes, too. Only one process has it at a
 * time, or each would delete what the other is working on. Thread-safe.
 */
public final class Spool implements AutoCloseable {

    /** Locked as long as the folder is used; the kernel frees it when the process ends, however it ends. */
    static final String LOCK = "in-use";

    private static final int CHUNK = 1 << 16;

    private final Path folder;
    private final FileChannel lock;
    private final long mostBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong files = new AtomicLong();

    private Spool(Path folder, FileChannel lock, long mostBytes) {
        this.folder = folder;
        this.lock = lock;
        this.mostBytes = mostBytes;
    }

    /**
     * Opens a folder and empties it.
     *
     * @param mostBytes of all files in it at a time
     * @throws IOException if it cannot be made or emptied, or another process uses it
     */
    public static Spool open(Path folder, long mostBytes) throws IOException {
        Files.createDirectories(folder);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        FileChannel lock = lock(folder);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*.object")) {
            for (Path file : left) {
                Files.delete(file);
            }
            return new Spool(folder, lock, mostBytes);
        } catch (IOException | RuntimeException e) {
            unlock(folder, lock);
            throw e;
        }
    }

    /**
     * Known in this JVM before the file is opened: on POSIX systems, whoever closes one channel of a file frees the
     * locks that the process has on it through any other, and the collector closes what nobody refers to.
     */
    private static FileChannel lock(Path folder) throws IOException {
        if (System.getProperties().putIfAbsent(inUse(folder), "") != null) {
            throw used(folder);
        }
        boolean locked = false;
        @Nullable FileChannel channel = null;
        try {
            channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null;
            if (!locked) {
                throw used(folder);
            }
            return channel;
        } finally {
            if (!locked) {
                unlock(folder, channel);
            }
        }
    }

    private static void unlock(Path folder, @Nullable FileChannel channel) throws IOException {
        String name = inUse(folder);
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            System.getProperties().remove(name);
        }
    }

    /** The name of a property of the JVM that is there as long as it uses the folder. */
    private static String inUse(Path folder) {
        return Spool.class.getName() + " " + folder.toAbsolutePath().normalize();
    }

    private static IOException used(Path folder) {
        return new IOException("the folder " + folder + " is used by another instance of this service");
    }

    /** Another may have the folder from now on. */
    @Override
    public void close() throws IOException {
        if (lock.isOpen()) {
            unlock(folder, lock);
        }
    }

    /**
     * Receives an object.
     *
     * @param most bytes of it
     * @throws ObjectTooLargeException if it has more
     * @throws SpoolFullException if all together have too many
     * @throws IOException if it cannot be read
     * @throws UncheckedIOException if it cannot be written, which is no fault of whoever sends
     */
    public SpooledObject receive(InputStream in, long most) throws IOException {
        var object = new SpooledObject(folder.resolve(files.incrementAndGet() + ".object"));
        OutputStream out = new Written(object.file);
        boolean whole = false;
        try {
            copy(in, object, out, most);
            whole = true;
            return object;
        } finally {
            if (!whole) {
                object.close();
            }
        }
    }

    private void copy(InputStream in, SpooledObject object, OutputStream file, long most) throws IOException {
        try (OutputStream out = file) {
            byte[] chunk = new byte[CHUNK];
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (object.size + count > most) {
                    throw new ObjectTooLargeException("an object", most, "bytes");
                }
                reserve(count);
                object.size += count;
                out.write(chunk, 0, count);
            }
        }
    }

    private void reserve(long count) {
        if (bytes.addAndGet(count) > mostBytes) {
            bytes.addAndGet(-count);
            throw new SpoolFullException(mostBytes);
        }
    }

    /** A disk that is full is another failure than a sender that goes. */
    private static final class Written extends OutputStream {

        private final OutputStream out;

        Written(Path file) {
            try {
                out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** An object that was received; closing deletes it. */
    public final class SpooledObject implements AutoCloseable {

        private final Path file;
        private long size;

        private SpooledObject(Path file) {
            this.file = file;
        }

        /** Where it lies. */
        public Path file() {
            return file;
        }

        /** Its bytes. */
        public long size() {
            return size;
        }

        @Override
        public void close() {
            bytes.addAndGet(-size);
            size = 0;
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
