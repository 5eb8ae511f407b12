package org.equipoise.ingest.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Splits a body into its parts while it arrives. Memory is one buffer, whatever the parts have. Time is linear in the
 * bytes. Not thread-safe.
 */
public final class MultipartReader {

    private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final MultipartLimits limits;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean ended;
    private boolean inPart;
    private boolean closed;
    private int parts;

    /**
     * A reader of a body.
     *
     * @param boundary the parameter of the Content-Type
     * @throws MultipartException if it is none: 1 to 70 characters of RFC 2046, 5.1.1
     */
    public MultipartReader(InputStream in, String boundary, MultipartLimits limits) throws MultipartException {
        if (!BOUNDARY.matcher(boundary).matches()) {
            throw malformed("the boundary must have 1 to 70 characters of RFC 2046, it has " + boundary.length());
        }
        this.in = in;
        this.limits = limits;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        // The first delimiter has no line before it: as if there were an empty one.
        buffer[0] = '\r';
        buffer[1] = '\n';
        limit = 2;
        inPart = true;
    }

    /**
     * A part of a body.
     *
     * @param contentType in lower case, without parameters; empty if the part does not say it
     * @param body to be read before the next part is asked for; what is left of it is passed over then
     */
    public record Part(String contentType, InputStream body) {}

    /**
     * The next part; empty behind the last.
     *
     * @throws MultipartException if the body breaks a rule or a limit, or ends before its last delimiter
     * @throws IOException if it cannot be read
     */
    public Optional<Part> next() throws IOException {
        if (closed) {
            return Optional.empty();
        }
        passOver();
        if (!endOfDelimiterLine()) {
            closed = true;
            return Optional.empty();
        }
        if (++parts > limits.parts()) {
            throw tooLarge("the body has more than " + limits.parts() + " parts");
        }
        String contentType = headers();
        inPart = true;
        return Optional.of(new Part(contentType, new Body()));
    }

    private void passOver() throws IOException {
        byte[] rest = new byte[1 << 13];
        long before = 0;
        int count = read(rest, 0, rest.length);
        while (count >= 0) {
            before += count;
            if (parts == 0 && before > limits.preambleBytes() + 2L) {
                throw malformed("the first " + limits.preambleBytes() + " bytes have no delimiter");
            }
            count = read(rest, 0, rest.length);
        }
    }

    /** Behind a delimiter: a line break before a part, or two dashes behind the last. */
    private boolean endOfDelimiterLine() throws IOException {
        int first = require();
        if (first == '-') {
            if (require() != '-') {
                throw malformed("a delimiter is followed by neither a line break nor two dashes");
            }
            return false;
        }
        int blanks = 0;
        while ((first == ' ' || first == '\t') && blanks++ < limits.headerBytes()) {
            first = require();
        }
        if (first != '\r' || require() != '\n') {
            throw malformed("a delimiter is followed by neither a line break nor two dashes");
        }
        return true;
    }

    /** The type that they say. */
    private String headers() throws IOException {
        String contentType = "";
        for (int lines = 0; lines <= limits.headerLines(); lines++) {
            String line = line();
            if (line.isEmpty()) {
                return contentType;
            }
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase("content-type")) {
                contentType = line.substring(colon + 1).split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            }
        }
        throw tooLarge("a part has more than " + limits.headerLines() + " header lines");
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int c = require();
            if (c == '\r') {
                if (require() != '\n') {
                    throw malformed("a header line ends in a carriage return alone");
                }
                return line.toString();
            }
            if (line.length() >= limits.headerBytes()) {
                throw tooLarge("a header line of a part has more than " + limits.headerBytes() + " bytes");
            }
            line.append((char) c);
        }
    }

    private int require() throws IOException {
        if (position == limit && !fill()) {
            throw truncated();
        }
        return buffer[position++] & 0xFF;
    }

    /** Bytes of the part, or -1 at its end, with its delimiter passed. */
    private int read(byte[] target, int offset, int length) throws IOException {
        if (!inPart) {
            return -1;
        }
        if (length == 0) {
            return 0;
        }
        while (true) {
            int end = delimiterOrEnd();
            if (end > position) {
                int count = Math.min(length, end - position);
                System.arraycopy(buffer, position, target, offset, count);
                position += count;
                return count;
            }
            if (limit - position >= delimiter.length) {
                position += delimiter.length;
                inPart = false;
                return -1;
            }
            if (!fill()) {
                throw truncated();
            }
        }
    }

    /** Where the next delimiter is in the buffer, or the first byte that may begin one that has not arrived whole. */
    private int delimiterOrEnd() {
        for (int i = position; i < limit; i++) {
            if (buffer[i] == '\r' && isDelimiter(i)) {
                return i;
            }
        }
        return limit;
    }

    private boolean isDelimiter(int at) {
        int known = Math.min(delimiter.length, limit - at);
        for (int i = 1; i < known; i++) {
            if (buffer[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads more behind what is left; false at the end. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        int count = in.read(buffer, limit, buffer.length - limit);
        ended = count < 0;
        limit += Math.max(0, count);
        return !ended;
    }

    private static MultipartException truncated() {
        return malformed("the body ends before its last delimiter");
    }

    private static MultipartException malformed(String message) {
        return new MultipartException(message, false);
    }

    private static MultipartException tooLarge(String message) {
        return new MultipartException(message, true);
    }

    /** Of the part that was given last. */
    private final class Body extends InputStream {

        private final int number = parts;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (number != parts) {
                throw new IllegalStateException("another part was asked for");
            }
            return MultipartReader.this.read(target, offset, length);
        }
    }
}
