package org.equipoise.local.sets;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Files by path, wherever they lie: a folder or a zip. Nothing is ever unpacked to disk. */
interface FileTree extends Closeable {

    /** Largest file that is read: a zip entry may claim little and unpack to anything. */
    int MAX_FILE_BYTES = 64 << 20;

    /** Paths of all files, {@code /} between folders, sorted; hidden files are left out. */
    List<String> paths();

    /**
     * Opens a file.
     *
     * @throws SetException if there is no such file
     */
    InputStream open(String path) throws IOException;

    /** Reads a whole file of at most {@link #MAX_FILE_BYTES}. */
    default byte[] read(String path) throws IOException {
        try (InputStream in = open(path)) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw new SetException(path + " has more than " + (MAX_FILE_BYTES >> 20) + " MiB");
            }
            return bytes;
        }
    }

    /** The first bytes of a file, up to {@code n}. */
    default byte[] head(String path, int n) throws IOException {
        try (InputStream in = open(path)) {
            return in.readNBytes(n);
        }
    }

    @Override
    void close() throws IOException;

    /** Whether a path has a part that begins with a dot or that macOS adds to zips. */
    static boolean hidden(String path) {
        return path.startsWith(".") || path.contains("/.") || path.startsWith("__MACOSX/");
    }
}
