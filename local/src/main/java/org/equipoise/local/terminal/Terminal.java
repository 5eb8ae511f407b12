package org.equipoise.local.terminal;

import java.io.PrintStream;
import java.util.Locale;
import java.util.regex.Pattern;

import org.equipoise.local.client.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Prints to a person: messages on standard output, problems on standard error. On a terminal it draws progress bars and
 * colours; elsewhere it prints plain lines. Thread-safe.
 */
public final class Terminal implements Progress {

    private static final int BAR = 30;
    private static final String CLEAR_LINE = "\r\u001b[2K";

    /**
     * What may make a terminal do or show something else than the text says: control characters but line breaks, tabs
     * and the colours below, and marks that turn the direction of writing.
     */
    private static final Pattern UNSAFE = Pattern.compile(
            "\u001b(?!\\[(?:0|1|31|32|33)m)|[\\x00-\\x08\\x0b-\\x1a\\x1c-\\x1f\\x7f-\\x9f\u202a-\u202e\u2066-\u2069]");

    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;
    private @Nullable String barText;
    private @Nullable String lastWhat;
    private long lastTenth = 0;

    /** @param interactive whether {@code out} is a terminal that a person looks at */
    public Terminal(PrintStream out, PrintStream err, boolean interactive) {
        this.out = out;
        this.err = err;
        this.interactive = interactive;
    }

    /** This process' own streams; interactive when they are a terminal that is not dumb. */
    public static Terminal system() {
        String type = System.getenv().getOrDefault("TERM", "dumb");
        boolean interactive = System.console() != null && !type.equals("dumb") && System.getenv("NO_COLOR") == null;
        return new Terminal(System.out, System.err, interactive);
    }

    /** Whether a person looks at a terminal. */
    public boolean interactive() {
        return interactive;
    }

    /** Where messages go; a writer of one's own must not be mixed with progress bars. */
    public PrintStream out() {
        return out;
    }

    /** Whether all that was said so far arrived: not where standard output is a full disk. */
    public boolean arrived() {
        return !out.checkError();
    }

    /** Where problems go. */
    public PrintStream err() {
        return err;
    }

    /** One line of a message; {@code arguments} as in {@link String#format}. */
    public synchronized void say(String format, Object... arguments) {
        hideBar();
        out.println(format(format, arguments));
        showBar();
        out.flush();
    }

    /** A headline: bold on a terminal, set off by an empty line. */
    public synchronized void headline(String text) {
        hideBar();
        out.println();
        out.println(bold(safe(text)));
        out.flush();
    }

    /** A problem, on standard error. */
    public synchronized void problem(String format, Object... arguments) {
        hideBar();
        err.println(red(format(format, arguments)));
        err.flush();
        showBar();
    }

    private String format(String format, Object... arguments) {
        return safe(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments));
    }

    /** Names of classes and files come from others. */
    private String safe(String text) {
        String coloured = UNSAFE.matcher(text).replaceAll("?");
        return interactive ? coloured : coloured.replace('\u001b', '?');
    }

    /** {@code text} in bold where that shows. */
    public String bold(String text) {
        return interactive ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    /** {@code text} in red where that shows. */
    public String red(String text) {
        return interactive ? "\u001b[31m" + text + "\u001b[0m" : text;
    }

    /** {@code text} in green where that shows. */
    public String green(String text) {
        return interactive ? "\u001b[32m" + text + "\u001b[0m" : text;
    }

    /** {@code text} in yellow where that shows. */
    public String yellow(String text) {
        return interactive ? "\u001b[33m" + text + "\u001b[0m" : text;
    }

    /** A bar on a terminal; elsewhere a line at the end and at each tenth of long work. */
    @Override
    public synchronized void report(String what, long done, long total) {
        long tenth = total == 0 ? 10 : 10 * done / total;
        boolean begun = !what.equals(lastWhat);
        if (begun) {
            lastTenth = 0;
            lastWhat = what;
        }
        if (interactive) {
            int filled = total == 0 ? BAR : (int) (BAR * done / total);
            barText = String.format(
                    Locale.ROOT,
                    "  [%s%s] %,d of %,d %s",
                    "#".repeat(filled),
                    ".".repeat(BAR - filled),
                    done,
                    total,
                    what);
            showBar();
            out.flush();
            if (done >= total) {
                finishBar();
            }
        } else if (tenth > lastTenth && (tenth == 10 || total >= 100)) {
            lastTenth = tenth;
            out.printf(Locale.ROOT, "  %,d of %,d %s%n", done, total, what);
            out.flush();
        }
        if (done >= total) {
            lastWhat = null;
        }
    }

    private void finishBar() {
        if (barText != null) {
            barText = null;
            out.println();
        }
    }

    private void hideBar() {
        if (barText != null) {
            out.print(CLEAR_LINE);
        }
    }

    private void showBar() {
        if (barText != null) {
            out.print(CLEAR_LINE + barText);
        }
    }
}
