package org.equipoise.augment.packs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

import org.equipoise.common.storage.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Training splits in files, up to a bound of bytes; the least recently used one goes when room is needed, and never
 * while it is read. Each is named by its dataset and version, which is the hash of its content, so that none is stale.
 * Files outlive the process: they are checked when they are opened, and fetched again if they are not what was written.
 * Those of versions that were erased go when another is fetched, or when a process opens the folder. Thread-safe; one
 * split is fetched at a time, while the others can be read.
 */
public final class SplitFolder {

    private static final String ENDING = ".images";
    private static final String UNFINISHED = ".part";

    /** In no name of a dataset or version. */
    private static final char BETWEEN = '@';

    private final Path folder;
    private final long mostBytes;
    private final Clock clock;
    private final StoredPacks packs;
    private final Object fetching = new Object();

    /** Least recently used first; empty until the folder is opened. */
    private final Map<String, Held> held = new LinkedHashMap<>(16, 0.75f, true);

    private boolean opened;
    private volatile long bytes;
    private volatile @Nullable String failure;

    /** @param mostBytes of all files together */
    SplitFolder(Path folder, long mostBytes, Clock clock, StoredPacks packs) {
        if (mostBytes < 1) {
            throw new IllegalArgumentException("the folder must have at least one byte, got " + mostBytes);
        }
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.clock = clock;
        this.packs = packs;
    }

    private static final class Held {
        private final Path file;
        private final long bytes;
        private @Nullable SplitFile open;
        private int readers;

        Held(Path file, long bytes) {
            this.file = file;
            this.bytes = bytes;
        }
    }

    /** Bytes of all files. */
    long sizeBytes() {
        return bytes;
    }

    /** Why the folder cannot be used now, as a sentence; empty while it can. */
    Optional<String> problem() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            return Optional.of(String.valueOf(unusable(e).getMessage()));
        }
        return Files.isWritable(folder)
                ? Optional.ofNullable(failure)
                : Optional.of("the folder " + folder + " of equipoise.augment.packs.cache-folder is not writable");
    }

    /** Whether the split is there or may be: then {@link #use} does not need to ask for its size. */
    synchronized boolean has(String dataset, String version) {
        return held.containsKey(name(dataset, version));
    }

    /**
     * Lets a split be read, which is fetched before if it is not here.
     *
     * @throws IllegalArgumentException if there is no such version, its packs are not as promised, or they are larger
     *     than the bound
     * @throws StorageException if the object store does not answer, or the folder cannot be written
     */
    <T> T use(String dataset, String version, Function<TrainingSplit, T> work) {
        Held reading = hold(dataset, version);
        try {
            return work.apply(Objects.requireNonNull(reading.open).split());
        } finally {
            release(reading);
        }
    }

    private Held hold(String dataset, String version) {
        String name = name(dataset, version);
        Optional<Held> found = find(name);
        if (found.isPresent()) {
            return found.get();
        }
        synchronized (fetching) {
            found = find(name);
            if (found.isPresent()) {
                return found.get();
            }
            try {
                if (open()) {
                    dropWhatWasErased();
                }
                return opened(name).orElseGet(() -> fetched(dataset, version));
            } catch (IOException e) {
                throw said(unusable(e));
            }
        }
    }

    private synchronized Optional<Held> find(String name) {
        Held found = held.get(name);
        if (found == null || found.open == null || !found.open.isOpen()) {
            return Optional.empty();
        }
        found.readers++;
        return Optional.of(found);
    }

    private synchronized void release(Held reading) {
        reading.readers--;
        notifyAll();
    }

    /**
     * Takes over what an earlier process left.
     *
     * @return false where that was done before
     */
    private synchronized boolean open() throws IOException {
        if (opened) {
            return false;
        }
        Files.createDirectories(folder);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*{" + ENDING + "," + UNFINISHED + "}")) {
            left.forEach(files::add);
        }
        Map<Path, FileTime> used = new LinkedHashMap<>();
        for (Path file : files) {
            if (file.toString().endsWith(UNFINISHED)) {
                Files.delete(file);
            } else {
                used.put(file, Files.getLastModifiedTime(file));
            }
        }
        for (Path file :
                used.keySet().stream().sorted(Comparator.comparing(used::get)).toList()) {
            add(file, Files.size(file));
        }
        opened = true;
        makeRoom(0);
        return true;
    }

    private synchronized Held add(Path file, long size) {
        var added = new Held(file, size);
        held.put(String.valueOf(file.getFileName()), added);
        bytes += size;
        return added;
    }

    /** A file that is here, or empty after it was deleted because it is not what was written. */
    private Optional<Held> opened(String name) throws IOException {
        Held known;
        synchronized (this) {
            known = held.get(name);
        }
        if (known == null) {
            return Optional.empty();
        }
        Optional<SplitFile> checked = Files.exists(known.file) ? SplitFile.open(known.file) : Optional.empty();
        if (checked.isEmpty()) {
            delete(name, known);
            return Optional.empty();
        }
        Files.setLastModifiedTime(known.file, FileTime.from(clock.instant()));
        return Optional.of(reading(known, checked.get()));
    }

    private synchronized Held reading(Held known, SplitFile file) {
        known.open = file;
        known.readers++;
        return known;
    }

    private Held fetched(String dataset, String version) {
        List<StoredPacks.Stored> stored = packs.of(dataset, version);
        long needed = StoredPacks.bytes(stored);
        if (needed > mostBytes) {
            throw new IllegalArgumentException("the training split of " + dataset + "/" + version + " has " + needed
                    + " bytes, more than the " + mostBytes
                    + " of equipoise.augment.packs.cache-bytes; raise it, or freeze smaller images");
        }
        String name = name(dataset, version);
        Path unfinished = folder.resolve(name + UNFINISHED);
        try {
            dropWhatWasErased();
            makeRoom(needed);
            SplitFileWriter.write(unfinished, mostBytes, packs, stored);
            Path file = folder.resolve(name);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Held added = add(file, Files.size(file));
            failure = null;
            SplitFile written = SplitFile.open(file)
                    .orElseThrow(() -> new IOException("the file " + file + " is not what was written into it"));
            return reading(added, written);
        } catch (IOException e) {
            throw said(unusable(e));
        } catch (CacheFolderException e) {
            throw said(e);
        } finally {
            // Moved by now, unless something failed.
            drop(unfinished);
        }
    }

    private static void drop(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new CacheFolderException(unfinished, e);
        }
    }

    /** A version that the object store has no more was deleted, perhaps because a patient asked for it. */
    private void dropWhatWasErased() throws IOException {
        Map<String, Held> known;
        synchronized (this) {
            known = new LinkedHashMap<>(held);
        }
        for (Map.Entry<String, Held> entry : known.entrySet()) {
            String[] parts = entry.getKey()
                    .substring(0, entry.getKey().length() - ENDING.length())
                    .split(String.valueOf(BETWEEN), -1);
            if (parts.length != 2 || !packs.has(parts[0], parts[1])) {
                dropIdle(entry.getKey(), entry.getValue());
            }
        }
    }

    private synchronized void dropIdle(String name, Held gone) throws IOException {
        if (gone.readers == 0 && held.get(name) == gone) {
            delete(name, gone);
        }
    }

    /** Waits for readers where all that could go is read. */
    private synchronized void makeRoom(long needed) throws IOException {
        while (bytes + needed > mostBytes) {
            Optional<Map.Entry<String, Held>> idle = held.entrySet().stream()
                    .filter(entry -> entry.getValue().readers == 0)
                    .findFirst();
            if (idle.isPresent()) {
                delete(idle.get().getKey(), idle.get().getValue());
                continue;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StorageException("interrupted while waiting for room in " + folder, e);
            }
        }
    }

    private synchronized void delete(String name, Held gone) throws IOException {
        if (gone.open != null) {
            gone.open.close();
        }
        Files.deleteIfExists(gone.file);
        held.remove(name);
        bytes -= gone.bytes;
    }

    private static String name(String dataset, String version) {
        return dataset + BETWEEN + version + ENDING;
    }

    /** Until a file could be written. */
    private CacheFolderException said(CacheFolderException why) {
        failure = why.getMessage();
        return why;
    }

    private CacheFolderException unusable(IOException why) {
        return new CacheFolderException(folder, why);
    }
}
