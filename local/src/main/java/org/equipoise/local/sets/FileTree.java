package org.equipoise.local.sets;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Files by path, wherever they lie: a folder or a zip. Nothing is ever unpacked to disk. */
interface FileTree extends Closeable {

    /** Largest file that is read: a zip entry may claim little and unpack to anything. */
    int MAX_FILE_BYTES = 64 << 20;

    /** What macOS, Windows and network disks leave behind; dotted names are hidden everywhere. */
    Set<String> CLUTTER = Set.of("__macosx", "thumbs.db", "desktop.ini", "ehthumbs.db", "@eadir", "$recycle.bin");

    /** Paths of all files, {@code /} between folders, sorted; hidden files are left out. */
    List<String> paths();

    /** What lies in the tree and cannot be opened. */
    List<RefusedFile> unreadable();

    /** A file's size in bytes as the disk or the zip says, -1 where unknown. */
    long size(String path) throws IOException;

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

    /** Whether a path has a part that begins with a dot or that a system adds of its own. */
    static boolean hidden(String path) {
        for (String part : path.split("/")) {
            if (part.startsWith(".") || CLUTTER.contains(part.toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }
}
