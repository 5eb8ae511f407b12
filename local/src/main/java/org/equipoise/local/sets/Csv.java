package org.equipoise.local.sets;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads comma-separated values, one record at a time: quoted fields may hold commas, line ends and doubled quotes;
 * lines end in LF or CRLF; empty lines are skipped.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
final class Csv {

    private static final int LONGEST_FIELD = 1 << 16;
    private static final int BYTE_ORDER_MARK = 0xfeff;

    private final Reader reader;
    private int next = -2;
    private int line = 1;
    private int recordLine = 1;

    Csv(Reader reader) {
        this.reader = reader;
    }

    /** Line on which the last record began, from 1. */
    int line() {
        return recordLine;
    }

    /** The next record's fields, or empty at the end. */
    Optional<List<String>> next() throws IOException {
        if (next == -2) {
            advance();
            if (next == BYTE_ORDER_MARK) {
                advance();
            }
        }
        while (next == '\n' || next == '\r') {
            advance();
        }
        if (next < 0) {
            return Optional.empty();
        }
        recordLine = line;
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (next == ',') {
            advance();
            fields.add(field());
        }
        return Optional.of(fields);
    }

    private String field() throws IOException {
        var text = new StringBuilder();
        if (next == '"') {
            quoted(text);
        }
        while (next >= 0 && next != ',' && next != '\n' && next != '\r') {
            append(text);
        }
        return text.toString();
    }

    private void quoted(StringBuilder text) throws IOException {
        advance();
        while (true) {
            if (next < 0) {
                throw new SetException("the quote that opens on line " + recordLine + " is never closed");
            }
            if (next == '"') {
                advance();
                if (next != '"') {
                    return;
                }
            }
            append(text);
        }
    }

    private void append(StringBuilder text) throws IOException {
        if (text.length() == LONGEST_FIELD) {
            throw new SetException("a field on line " + recordLine + " has more than " + LONGEST_FIELD + " characters");
        }
        text.append((char) next);
        advance();
    }

    private void advance() throws IOException {
        if (next == '\n') {
            line++;
        }
        next = reader.read();
    }
}
