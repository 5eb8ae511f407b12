package org.equipoise.augment.packs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A folder that one process has for itself, by a lock that ends with it. Whatever is there under a name that no split
 * has is somebody else's and stays as it is, as do the permissions of a folder that was there before.
 */
final class ClaimedFolder implements AutoCloseable {

    static final String LOCK = "packs.lock";

    private static final String ENDING = ".images";
    private static final String UNFINISHED = ".part";

    /** In no name of a dataset or version. */
    private static final char BETWEEN = '@';

    private static final String FINISHED_NAME = "[a-z0-9][a-z0-9._-]*" + BETWEEN + "[a-z0-9][a-z0-9._-]*\\.images";
    private static final Pattern FINISHED = Pattern.compile(FINISHED_NAME);
    private static final Pattern LEFT_UNFINISHED = Pattern.compile(FINISHED_NAME + "(\\.[0-9]+)?\\.part");

    private final Path folder;
    private final FileChannel lock;

    private ClaimedFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes the folder if it is not there, for nobody else to read.
     *
     * @throws CacheFolderException if another process has it
     */
    static ClaimedFolder claim(Path folder) throws IOException {
        make(folder);
        FileChannel lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean claimed = false;
        try {
            claimed = lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            throw taken(folder, e);
        } finally {
            if (!claimed) {
                lock.close();
            }
        }
        if (!claimed) {
            throw taken(folder, null);
        }
        return new ClaimedFolder(folder, lock);
    }

    private static CacheFolderException taken(Path folder, @Nullable Exception cause) {
        return new CacheFolderException(
                folder,
                "another process uses it; give each augment service another equipoise.instance, or another"
                        + " equipoise.augment.packs.cache-folder",
                cause);
    }

    private static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path above = folder.toAbsolutePath().getParent();
        if (above == null) {
            throw new IOException("a root directory is missing");
        }
        Files.createDirectories(above);
        if (Files.getFileStore(above).supportsFileAttributeView("posix")) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    /** What earlier processes finished, the least recently used first; what they did not is deleted. */
    List<Path> left() throws IOException {
        Map<Path, FileTime> used = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                if (LEFT_UNFINISHED.matcher(name).matches()) {
                    Files.delete(file);
                } else if (FINISHED.matcher(name).matches()) {
                    used.put(file, Files.getLastModifiedTime(file));
                }
            }
        }
        return used.keySet().stream().sorted(Comparator.comparing(used::get)).toList();
    }

    /** A new file that only this process reads, to be moved to its name when it is finished. */
    Path unfinished(String name) throws IOException {
        return Files.createTempFile(folder, name + ".", UNFINISHED);
    }

    /** Of the file of a split. */
    static String name(String dataset, String version) {
        return dataset + BETWEEN + version + ENDING;
    }

    /** Dataset and version of such a name. */
    static String[] split(String name) {
        return name.substring(0, name.length() - ENDING.length()).split(String.valueOf(BETWEEN), 2);
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
