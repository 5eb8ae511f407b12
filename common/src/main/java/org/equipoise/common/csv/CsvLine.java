package org.equipoise.common.csv;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Lines of a table that a spreadsheet opens: quoted as RFC 4180 asks for it, and without a cell that a spreadsheet
 * takes for a formula. Class names, readers' names and file names come from others, and {@code =HYPERLINK(...)} is a
 * name.
 */
public final class CsvLine {

    /** What a formula begins with, in the wide forms too; after a tab or a line break some look further. */
    private static final Pattern FORMULA =
            Pattern.compile("[=+\\-@\\t\\r\\n\uFF1D\uFF0B\uFF0D\uFF20].*", Pattern.DOTALL);

    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[-+]?Infinity");

    private CsvLine() {}

    /** One line without its end; a cell that is null is empty. */
    public static String of(List<? extends @Nullable String> cells) {
        return cells.stream().map(CsvLine::cell).collect(Collectors.joining(","));
    }

    /** The text with {@code '} before what would be a formula; numbers, negative ones among them, stay numbers. */
    public static String harmless(String text) {
        return FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
    }

    private static String cell(@Nullable String value) {
        if (value == null) {
            return "";
        }
        String text = harmless(value);
        boolean plain = text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
