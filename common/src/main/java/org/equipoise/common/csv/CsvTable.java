package org.equipoise.common.csv;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import org.equipoise.common.words.Counted;

/**
 * A table of a text: its first row names the columns. Comma, semicolon or tab separates, whichever makes the most
 * columns of the first row; Excel's {@code sep=;} before it is obeyed. A row with more cells than the first is refused
 * with its line: an unquoted separator would shift the rest.
 */
public final class CsvTable {

    /** Characters a cell, cells a row, rows a file: what a file may hold, beside its bytes. */
    static final int LONGEST_CELL = 1 << 16;

    static final int MOST_COLUMNS = 1024;
    static final int MOST_ROWS = 2_000_000;

    /** A row of our own at the end: a quote that is never closed swallows it. */
    private static final String END = "\u0000end of table";

    private static final char[] SEPARATORS = {',', ';', '\t'};
    private static final int SAID_LENGTH = "sep=;".length();

    private final char separator;
    private final List<String> header;
    private final List<Row> rows;

    private CsvTable(char separator, List<String> header, List<Row> rows) {
        this.separator = separator;
        this.header = header;
        this.rows = rows;
    }

    /**
     * One row.
     *
     * @param line on which it begins, from 1
     * @param cells stripped of white space; as many as there are columns, absent ones are empty
     */
    public record Row(long line, List<String> cells) {}

    /**
     * Reads a table.
     *
     * @param name of the file, for messages
     */
    public static CsvTable of(String text, String name) {
        String head = text.substring(0, Math.min(text.length(), SAID_LENGTH)).toLowerCase(Locale.ROOT);
        boolean said = head.length() == SAID_LENGTH && head.startsWith("sep=");
        if (said) {
            int end = text.indexOf('\n');
            // The line itself stays, empty, so that lines keep their numbers.
            return read(end < 0 ? "" : text.substring(end), name, text.charAt(SAID_LENGTH - 1));
        }
        char best = SEPARATORS[0];
        int most = 0;
        for (char separator : SEPARATORS) {
            int columns = header(text, name, separator);
            if (columns > most) {
                best = separator;
                most = columns;
            }
        }
        return read(text, name, best);
    }

    private static int header(String text, String name, char separator) {
        // After a quoted name comes the separator that is meant, which is none of the others' business.
        Iterator<CsvRecord> records = records(text, separator, true);
        try {
            return records.hasNext() ? records.next().getFieldCount() : 0;
        } catch (CsvParseException e) {
            throw new UnreadableFileException(name + ": " + cause(e), e);
        }
    }

    private static CsvTable read(String text, String name, char separator) {
        List<String> header = List.of();
        List<Row> rows = new ArrayList<>();
        long line = 1;
        boolean ended = false;
        try {
            for (Iterator<CsvRecord> records = records(text + "\n" + END, separator, false); records.hasNext(); ) {
                CsvRecord next = records.next();
                if (next.getField(0).equals(END)) {
                    ended = true;
                    break;
                }
                line = next.getStartingLineNumber();
                List<String> cells =
                        next.getFields().stream().map(String::strip).toList();
                if (cells.stream().allMatch(String::isEmpty)) {
                    continue;
                }
                if (cells.stream().anyMatch(cell -> cell.endsWith(END))) {
                    break;
                }
                if (header.isEmpty()) {
                    header = cells;
                } else {
                    rows.add(row(line, cells, header, name));
                }
                if (rows.size() > MOST_ROWS) {
                    throw new UnreadableFileException(
                            String.format(Locale.ROOT, "%s has more than %,d rows", name, MOST_ROWS));
                }
            }
        } catch (CsvParseException e) {
            throw new UnreadableFileException(name + " after line " + line + ": " + cause(e), e);
        }
        if (!ended) {
            throw new UnreadableFileException(
                    name + ": a quote that opens on line " + line + " or below is never closed");
        }
        if (header.isEmpty()) {
            throw new UnreadableFileException(name + " is empty");
        }
        return new CsvTable(separator, header, rows);
    }

    private static Row row(long line, List<String> cells, List<String> header, String name) {
        if (cells.stream().skip(header.size()).anyMatch(cell -> !cell.isEmpty())) {
            throw new UnreadableFileException(
                    name + " line " + line + " has " + Counted.of(cells.size(), "cell") + ", the first row names "
                            + Counted.of(header.size(), "column") + "; a separator inside of a cell must be quoted");
        }
        List<String> full = new ArrayList<>(cells.subList(0, Math.min(cells.size(), header.size())));
        while (full.size() < header.size()) {
            full.add("");
        }
        return new Row(line, full);
    }

    private static Iterator<CsvRecord> records(String text, char separator, boolean lenient) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowExtraCharsAfterClosingQuote(lenient)
                .build(
                        CsvRecordHandler.builder()
                                .maxFields(MOST_COLUMNS)
                                .maxFieldSize(LONGEST_CELL)
                                .maxRecordSize(MOST_COLUMNS * LONGEST_CELL)
                                .build(),
                        text)
                .iterator();
    }

    private static String cause(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    /** Column names as they are written. */
    public List<String> header() {
        return header;
    }

    /** All rows but the first. */
    public List<Row> rows() {
        return rows;
    }

    /** What separates the cells, for a person. */
    public String separatorName() {
        return switch (separator) {
            case ',' -> "commas";
            case ';' -> "semicolons";
            case '\t' -> "tabs";
            default -> "\"" + separator + "\"";
        };
    }
}
