package org.equipoise.local.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.S3Settings;

/**
 * {@code stack.json}: what a running stack tells other processes. Readable by its owner only, because it carries the
 * object store's secret.
 *
 * @param pid of the process that holds Kafka and S3
 * @param pidStartedAt when that process began: a pid alone may have been given to somebody else since
 * @param services base address by service name
 */
public record StackFile(
        long pid,
        Instant pidStartedAt,
        String bootstrapServers,
        String s3Endpoint,
        String s3AccessKey,
        String s3SecretKey,
        String s3Region,
        Map<String, URI> services,
        Instant startedAt) {

    private static final String NAME = "stack.json";

    /** Describes a stack held by this process. */
    public static StackFile ofThisProcess(StackConnection connection, Instant startedAt) {
        ProcessHandle self = ProcessHandle.current();
        return new StackFile(
                self.pid(),
                self.info().startInstant().orElse(startedAt),
                connection.bootstrapServers(),
                connection.s3().endpoint(),
                connection.s3().accessKey(),
                connection.s3().secretKey(),
                connection.s3().region(),
                connection.services(),
                startedAt);
    }

    /** The stack that runs on {@code home}; a file that a killed stack left behind is no stack. */
    public static Optional<StackFile> running(Path home) {
        Path file = home.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            StackFile stack = EventCodec.read(Files.readAllBytes(file), StackFile.class);
            return new StackProcess(stack.pid(), stack.pidStartedAt()).alive() ? Optional.of(stack) : Optional.empty();
        } catch (MalformedEventException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Writes it into {@code home}, all at once. */
    public void write(Path home) throws IOException {
        Path temporary = Files.createTempFile(
                home, NAME, ".tmp", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(temporary, EventCodec.write(this));
        Files.move(temporary, home.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes it from {@code home}. */
    public static void remove(Path home) throws IOException {
        Files.deleteIfExists(home.resolve(NAME));
    }

    /** How to reach the stack. */
    public StackConnection connection() {
        return new StackConnection(
                bootstrapServers, new S3Settings(s3Endpoint, s3AccessKey, s3SecretKey, s3Region), services);
    }
}
