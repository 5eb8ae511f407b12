package org.equipoise.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether a disk is full: what then fails elsewhere seldom says so. */
public final class Disk {

    /** With less than this Kafka cannot begin its next file. */
    static final long FULL = 64L << 20;

    private Disk() {}

    /** A sentence when the disk of this folder, or of what will hold it, is as good as full. */
    public static Optional<String> full(Path folder) {
        OptionalLong free = free(folder);
        return free.isPresent() ? full(folder, free.getAsLong()) : Optional.empty();
    }

    static Optional<String> full(Path folder, long free) {
        return free >= FULL
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "the disk of %s is full (%,d MiB are free): make room there, then try again; nothing counts twice",
                        folder,
                        free >> 20));
    }

    private static OptionalLong free(Path folder) {
        Path there = folder.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        try {
            return there == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(Files.getFileStore(there).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
