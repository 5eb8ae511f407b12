package org.equipoise.augment.packs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

import org.equipoise.common.storage.ObjectStore;

/** Training splits of any size: what is small is read from memory, what is not from files. Thread-safe. */
public final class SplitReader implements AutoCloseable {

    private final TrainingSplits memory;
    private final SplitFolder folder;

    /**
     * @param memoryBytes of all splits in memory together
     * @param folder for those that do not fit there; nothing else is in it
     * @param folderBytes of all files in it together
     */
    public SplitReader(ObjectStore store, long memoryBytes, Path folder, long folderBytes, Clock clock) {
        this(
                store,
                memoryBytes,
                folder,
                folderBytes,
                clock,
                in -> Files.getFileStore(in).getUsableSpace());
    }

    SplitReader(
            ObjectStore store, long memoryBytes, Path folder, long folderBytes, Clock clock, UsableSpace usableSpace) {
        memory = new TrainingSplits(store, memoryBytes);
        this.folder = new SplitFolder(folder, folderBytes, clock, new StoredPacks(store), usableSpace);
    }

    /**
     * Lets the training split of a frozen version be read, as long as {@code work} goes on.
     *
     * @throws IllegalArgumentException if there is no such version, it has no training images, its packs are not as
     *     promised, or it does not fit into the folder
     * @throws org.equipoise.common.storage.StorageException if the object store does not answer, or the folder cannot
     *     be used
     */
    public <T> T with(String dataset, String version, Function<TrainingSplit, T> work) {
        if (!folder.has(dataset, version)) {
            Optional<TrainingSplit> found = memory.find(dataset, version);
            if (found.isPresent()) {
                return work.apply(found.get());
            }
        }
        return folder.use(dataset, version, work);
    }

    /**
     * Drops what is of versions that the object store has no more, in memory and in the folder; what is being read
     * stays until the next time.
     *
     * @throws org.equipoise.common.storage.StorageException if the object store does not answer, or the folder cannot
     *     be used; to be tried again
     */
    public void forget() {
        memory.forget();
        folder.forget();
    }

    /** Bytes of the splits in memory. */
    public long memoryBytes() {
        return memory.sizeBytes();
    }

    /** Bytes of the splits in files. */
    public long fileBytes() {
        return folder.sizeBytes();
    }

    /** Why the folder cannot be used now, as a sentence; empty while it can, or nobody asked for a split from it. */
    public Optional<String> problem() {
        return folder.problem();
    }

    /** Lets another process have the folder; no work goes on any more. */
    @Override
    public void close() {
        folder.close();
    }
}
