package org.equipoise.local.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that has a home for itself, from before anything in it runs until it ends.
 *
 * @param startedAt when it began: a pid alone may have been given to somebody else since
 */
public record StackProcess(long pid, Instant startedAt) {

    private static final long ROUNDING_MILLIS = 2000;

    /** The file in a home that names it. */
    public static final String NAME = "lock";

    /** This process. */
    public static StackProcess self() {
        ProcessHandle self = ProcessHandle.current();
        return new StackProcess(self.pid(), self.info().startInstant().orElse(Instant.EPOCH));
    }

    /** The process that has {@code home} now. */
    public static Optional<StackProcess> of(Path home) {
        Path file = home.resolve(NAME);
        try {
            return Files.isRegularFile(file)
                    ? parse(Files.readString(file)).filter(StackProcess::alive)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** As it stands in the file. */
    public String line() {
        return pid + " " + startedAt.toEpochMilli();
    }

    static Optional<StackProcess> parse(String line) {
        String[] parts = line.strip().split(" ");
        try {
            return parts.length == 2
                    ? Optional.of(
                            new StackProcess(Long.parseLong(parts[0]), Instant.ofEpochMilli(Long.parseLong(parts[1]))))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    boolean alive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info()
                        .startInstant()
                        .map(began -> Math.abs(began.toEpochMilli() - startedAt.toEpochMilli()) < ROUNDING_MILLIS)
                        .orElse(true))
                .orElse(false);
    }
}
