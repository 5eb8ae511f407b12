package org.equipoise.diagnosis.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.equipoise.common.csv.EncodedText;
import org.equipoise.common.csv.UnreadableFileException;
import org.jspecify.annotations.Nullable;

/**
 * A text file that a person gave.
 *
 * @param name for messages
 * @param text without a byte order mark, not blank
 */
record GivenFile(String name, String text) {

    static final int MOST_BYTES = 64 << 20;

    private static final Path DEVICES = Path.of("/dev");
    private static final char NEXT_LINE = 0x85;

    private static final int LOOKED_AT = 4096;
    /** Below it zeros are no UTF-16 without a mark. */
    private static final double ZEROS_OF_UTF_16 = 0.3;

    /**
     * Reads it.
     *
     * @param encoding that a person named; absent: UTF-8, or what a byte order mark says
     * @throws UnreadableFileException if it is too large, empty, or no text
     */
    static GivenFile read(Path file, @Nullable Charset encoding) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (Files.isDirectory(file)) {
            throw new UnreadableFileException(file + " is a folder, not a file");
        }
        // One under /dev has somebody at its other end, as bash's <(command) has.
        if (Files.exists(file) && !Files.isRegularFile(file) && !file.startsWith(DEVICES)) {
            throw new UnreadableFileException(file + " is a pipe or a device, not a file");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new UnreadableFileException(name + " has more than " + (MOST_BYTES >> 20)
                    + " MiB; leave out columns or rows that are not needed");
        }
        if (isBinary(bytes)) {
            throw new UnreadableFileException(name + " is a binary file, not text; CSV or JSON is read");
        }
        String text = EncodedText.of(bytes, name, encoding);
        if (text.isBlank()) {
            throw new UnreadableFileException(name + " is empty");
        }
        refuseControls(name, text);
        return new GivenFile(name, text);
    }

    /** They would be names of classes, which are shown: a terminal obeys some. */
    private static void refuseControls(String name, String text) {
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line += c == '\n' ? 1 : 0;
            if (Character.isISOControl(c) && !Character.isWhitespace(c) && c != NEXT_LINE) {
                throw new UnreadableFileException(String.format(
                        Locale.ROOT, "%s line %d holds the control character U+%04X; text has none", name, line, (int)
                                c));
            }
        }
    }

    private static boolean isBinary(byte[] bytes) {
        if (bytes.length > 1 && !EncodedText.encoding(bytes).equals(java.nio.charset.StandardCharsets.UTF_8)) {
            return false;
        }
        int looked = Math.min(bytes.length, LOOKED_AT);
        int zeros = 0;
        for (int i = 0; i < looked; i++) {
            boolean control = bytes[i] > 0 && bytes[i] < ' ' && !Character.isWhitespace(bytes[i]);
            if (control) {
                return true;
            }
            zeros += bytes[i] == 0 ? 1 : 0;
        }
        return zeros > 0 && zeros < ZEROS_OF_UTF_16 * looked;
    }
}
