package org.equipoise.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Whether this machine can run a stack. */
final class Machine {

    private static final long GIB = 1L << 30;
    /** Measured: the five JVMs take 1.7 GiB while they train and score small images; the rest is for larger ones. */
    static final long MEMORY = 3 * GIB;

    /** For each trainer beside the first. */
    static final long TRAINER_MEMORY = GIB;

    static final long DISK = 2 * GIB;

    private static final Path MEMINFO = Path.of("/proc/meminfo");

    private Machine() {}

    /**
     * Checks memory and disk.
     *
     * @param trainers how many
     * @throws EnvironmentException naming value and limit
     */
    static void check(Path home, int trainers) throws IOException {
        check(
                Files.isReadable(MEMINFO) ? available(Files.readAllLines(MEMINFO)) : OptionalLong.empty(),
                Files.getFileStore(home).getUsableSpace(),
                home,
                trainers);
    }

    static void check(OptionalLong memory, long disk, Path home, int trainers) {
        long needed = MEMORY + (trainers - 1) * TRAINER_MEMORY;
        if (memory.isPresent() && memory.getAsLong() < needed) {
            throw new EnvironmentException(String.format(
                    Locale.ROOT,
                    "not enough free memory: %.1f GiB available, the stack needs %.1f GiB",
                    memory.getAsLong() / (double) GIB,
                    needed / (double) GIB));
        }
        Disk.full(home, disk).ifPresent(full -> {
            throw new EnvironmentException(full);
        });
        if (disk < DISK) {
            throw new EnvironmentException(String.format(
                    Locale.ROOT,
                    "not enough disk at %s: %.1f GiB free, the stack needs %.1f GiB",
                    home,
                    disk / (double) GIB,
                    DISK / (double) GIB));
        }
    }

    /** {@code MemAvailable} of {@code /proc/meminfo} in bytes. */
    static OptionalLong available(List<String> meminfo) {
        return meminfo.stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst();
    }
}
