package org.equipoise.local.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Secrets that are made once per home and stay: readable by their owner only. */
final class Secrets {

    private static final int BYTES = 32;

    private Secrets() {}

    /**
     * The secret in {@code file}, 64 hex digits; made when there is none yet, and made anew when the file is empty. For
     * what holds from one start to the next only.
     */
    static String renewable(Path file) throws IOException {
        if (Files.exists(file) && read(file).isEmpty()) {
            Files.delete(file);
        }
        return made(file);
    }

    /**
     * The same of a secret that cannot be replaced, because what was written with it would no longer fit.
     *
     * @param meaning what becomes of it, in a sentence, if it is made anew all the same
     * @throws EnvironmentException if the file is empty
     */
    static String lasting(Path file, String meaning) throws IOException {
        String secret = made(file);
        if (secret.isEmpty()) {
            throw new EnvironmentException(
                    file + " is empty: put the secret back from a backup, or delete the file and a"
                            + " new one is made; " + meaning);
        }
        return secret;
    }

    private static String made(Path file) throws IOException {
        Path folder = java.util.Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(folder);
        if (!Files.exists(file)) {
            make(file, folder);
        }
        return read(file);
    }

    /** Whole or not at all, whatever happens in between; whoever is first wins. */
    private static void make(Path file, Path folder) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        FileAttribute<?> owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path temporary = Files.createTempFile(folder, file.getFileName().toString(), ".tmp", owner);
        try {
            Files.writeString(temporary, HexFormat.of().formatHex(random), StandardCharsets.US_ASCII);
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            // Made in the meantime: that one counts.
            return;
        } catch (UnsupportedOperationException e) {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }
}
