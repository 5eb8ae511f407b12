package org.equipoise.local.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Secrets that are made once per home and stay: readable by their owner only. */
final class Secrets {

    private static final int BYTES = 32;

    private Secrets() {}

    /** The secret in {@code file}, 64 hex digits; made when there is none yet. */
    static String file(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        if (!Files.exists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            try {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, HexFormat.of().formatHex(random), StandardCharsets.US_ASCII);
            } catch (FileAlreadyExistsException e) {
                // Made in the meantime.
                return Files.readString(file, StandardCharsets.US_ASCII).strip();
            }
        }
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }
}
