package org.equipoise.augment.packs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
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
 * Those of versions that were erased go when another is fetched, and whenever {@link #forget} is called. Thread-safe;
 * one split is fetched at a time, while the others can be read.
 */
final class SplitFolder implements AutoCloseable {

    private static final String WHERE = " of equipoise.augment.packs.cache-folder";

    private final Path folder;
    private final long mostBytes;
    private final Clock clock;
    private final StoredPacks packs;
    private final UsableSpace space;
    private final Object fetching = new Object();

    /** Least recently used first; empty until the folder is claimed. */
    private final Map<String, Held> held = new LinkedHashMap<>(16, 0.75f, true);

    private @Nullable ClaimedFolder claimed;
    private volatile @Nullable String failure;

    /** @param mostBytes of all files together */
    SplitFolder(Path folder, long mostBytes, Clock clock, StoredPacks packs, UsableSpace space) {
        if (mostBytes < 1) {
            throw new IllegalArgumentException("the folder must have at least one byte, got " + mostBytes);
        }
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.clock = clock;
        this.packs = packs;
        this.space = space;
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
    synchronized long sizeBytes() {
        return held.values().stream().mapToLong(one -> one.bytes).sum();
    }

    /**
     * Why the folder could not be used when a split was last asked for, as a sentence; empty where it could, and before
     * anybody asked: who has small splits alone needs no folder.
     */
    Optional<String> problem() {
        return Optional.ofNullable(failure);
    }

    /** Whether the split is there or may be: then {@link #use} does not need to ask for its size. */
    synchronized boolean has(String dataset, String version) {
        return held.containsKey(ClaimedFolder.name(dataset, version));
    }

    /**
     * Lets a split be read, which is fetched before if it is not here.
     *
     * @throws IllegalArgumentException if there is no such version, its packs are not as promised, or they are larger
     *     than the bound or than the disk
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
        try {
            Held holding = readable(dataset, version);
            failure = null;
            return holding;
        } catch (CacheFolderException e) {
            failure = e.getMessage();
            throw e;
        } catch (IllegalArgumentException e) {
            // Refused, not waited for.
            failure = null;
            throw e;
        }
    }

    private Held readable(String dataset, String version) {
        String name = ClaimedFolder.name(dataset, version);
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
                ClaimedFolder own = claim();
                Optional<Held> left = opened(name);
                return left.isPresent() ? left.get() : fetched(own, dataset, version);
            } catch (IOException e) {
                throw new CacheFolderException(folder, e);
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

    /** Takes over what earlier processes left, the first time. */
    private synchronized ClaimedFolder claim() throws IOException {
        ClaimedFolder own = claimed;
        if (own != null) {
            return own;
        }
        own = ClaimedFolder.claim(folder);
        boolean done = false;
        try {
            held.clear();
            for (Path file : own.left()) {
                add(file, Files.size(file));
            }
            makeRoom(0);
            done = true;
        } finally {
            if (!done) {
                own.close();
            }
        }
        claimed = own;
        return own;
    }

    private synchronized Held add(Path file, long size) {
        var added = new Held(file, size);
        held.put(String.valueOf(file.getFileName()), added);
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

    private Held fetched(ClaimedFolder own, String dataset, String version) throws IOException {
        List<StoredPacks.Stored> stored = packs.of(dataset, version);
        long needed = StoredPacks.bytes(stored);
        if (needed > mostBytes) {
            throw new IllegalArgumentException("the training split of " + dataset + "/" + version + " has " + needed
                    + " bytes, more than the " + mostBytes
                    + " of equipoise.augment.packs.cache-bytes; raise it, or freeze smaller images");
        }
        dropWhatWasErased();
        makeRoom(needed);
        long usable = makeRoomOnDisk(dataset + "/" + version, needed);
        String name = ClaimedFolder.name(dataset, version);
        Path unfinished = own.unfinished(name);
        try {
            var room = usable < mostBytes
                    ? new SplitFileWriter.Room(usable, "that can be written where " + folder + WHERE + " lies")
                    : new SplitFileWriter.Room(mostBytes, "of equipoise.augment.packs.cache-bytes");
            SplitFileWriter.write(unfinished, room, packs, stored);
            Path file = folder.resolve(name);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Held added = add(file, Files.size(file));
            SplitFile written = SplitFile.open(file)
                    .orElseThrow(() -> new IOException("the file " + file + " is not what was written into it"));
            return reading(added, written);
        } finally {
            // Moved by now, unless something failed.
            Files.deleteIfExists(unfinished);
        }
    }

    /**
     * Deletes what is of versions that the object store has no more: they were deleted, perhaps because a patient asked
     * for it. A folder that is not there is not made.
     *
     * @throws StorageException if the object store does not answer, or the folder cannot be used; to be tried again
     */
    void forget() {
        synchronized (fetching) {
            try {
                if (Files.isDirectory(folder)) {
                    claim();
                    dropWhatWasErased();
                }
            } catch (IOException e) {
                throw new CacheFolderException(folder, e);
            }
        }
    }

    private void dropWhatWasErased() throws IOException {
        Map<String, Held> known;
        synchronized (this) {
            known = new LinkedHashMap<>(held);
        }
        for (Map.Entry<String, Held> entry : known.entrySet()) {
            String[] version = ClaimedFolder.split(entry.getKey());
            if (!packs.has(version[0], version[1])) {
                dropIdle(entry.getKey(), entry.getValue());
            }
        }
    }

    private synchronized void dropIdle(String name, Held gone) throws IOException {
        if (gone.readers == 0 && held.get(name) == gone) {
            delete(name, gone);
        }
    }

    private synchronized void makeRoom(long needed) throws IOException {
        while (sizeBytes() + needed > mostBytes) {
            dropOne();
        }
    }

    /** @return bytes that can be written, at least those needed */
    private synchronized long makeRoomOnDisk(String version, long needed) throws IOException {
        long usable = space.bytes(folder);
        while (usable < needed) {
            if (usable + sizeBytes() < needed) {
                throw new IllegalArgumentException("the training split of " + version + " has " + needed
                        + " bytes, more than the " + (usable + sizeBytes()) + " that can be written where " + folder
                        + WHERE + " lies, also without the other splits there; choose a folder on a larger disk, or"
                        + " freeze smaller images");
            }
            dropOne();
            usable = space.bytes(folder);
        }
        return usable;
    }

    /** The least recently used file that nobody reads; where all are read, it waits for a reader. */
    private synchronized void dropOne() throws IOException {
        Optional<Map.Entry<String, Held>> idle = held.entrySet().stream()
                .filter(entry -> entry.getValue().readers == 0)
                .findFirst();
        if (idle.isPresent()) {
            delete(idle.get().getKey(), idle.get().getValue());
            return;
        }
        if (held.isEmpty()) {
            throw new IllegalStateException("there is no file in " + folder + " to make room with");
        }
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException("interrupted while waiting for room in " + folder, e);
        }
    }

    private synchronized void delete(String name, Held gone) throws IOException {
        if (gone.open != null) {
            gone.open.close();
        }
        Files.deleteIfExists(gone.file);
        held.remove(name);
    }

    /** Lets another process have the folder; nobody reads any more. */
    @Override
    public synchronized void close() {
        try {
            for (Held one : held.values()) {
                if (one.open != null) {
                    one.open.close();
                }
            }
            held.clear();
            if (claimed != null) {
                claimed.close();
                claimed = null;
            }
        } catch (IOException e) {
            throw new CacheFolderException(folder, e);
        }
    }
}
