package org.equipoise.common.html;

import java.util.List;
import java.util.Locale;

/** Builds HTML; every text goes through {@link #escape}. */
public final class Page {

    private final StringBuilder html = new StringBuilder(16_384);

    /** Text that cannot become markup, in an element or in a quoted attribute. */
    public static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Three decimals, the same everywhere. */
    public static String number(double value) {
        boolean tiny = value != 0 && Math.abs(value) < 0.001;
        return String.format(Locale.ROOT, tiny ? "%.0e" : "%.3f", value);
    }

    /** Markup of our own; never text from outside. */
    public Page raw(String markup) {
        html.append(markup);
        return this;
    }

    public Page text(String text) {
        html.append(escape(text));
        return this;
    }

    public Page heading(String text) {
        return raw("<h2>").text(text).raw("</h2>\n");
    }

    public Page paragraph(String cssClass, String text) {
        return raw("<p class=\"" + cssClass + "\">").text(text).raw("</p>\n");
    }

    /** A table whose first column heads its rows; cells that look like numbers stand right. */
    public Page table(List<String> head, List<List<String>> rows) {
        raw("<div class=\"wide\"><table><thead><tr>");
        head.forEach(cell -> raw("<th scope=\"col\">").text(cell).raw("</th>"));
        raw("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            raw("<tr><th scope=\"row\">").text(row.get(0)).raw("</th>");
            row.subList(1, row.size()).forEach(this::cell);
            raw("</tr>\n");
        }
        return raw("</tbody></table></div>\n");
    }

    private void cell(String text) {
        boolean number = !text.isEmpty() && text.chars().allMatch(c -> "0123456789.,–- ".indexOf(c) >= 0);
        raw(number ? "<td class=\"n\">" : "<td>").text(text).raw("</td>");
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
