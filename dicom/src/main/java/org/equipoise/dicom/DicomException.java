package org.equipoise.dicom;

import java.util.OptionalInt;

/**
 * An object was refused. The message is made of reason, tag, value and limit, all of them short and printable, and
 * never holds a value of free text: it can be logged.
 */
public final class DicomException extends Exception {

    /** Of a value that was refused, so many characters are kept. */
    private static final int SHOWN = 64;

    private static final int NO_TAG = -1;

    private final Reason reason;
    private final int tag;
    private final String value;
    private final String limit;

    private DicomException(Reason reason, int tag, String value, String limit) {
        super(reason
                + (tag == NO_TAG ? "" : " " + Tag.format(tag))
                + (value.isEmpty() ? "" : ": " + value)
                + (limit.isEmpty() ? "" : ", limit " + limit));
        this.reason = reason;
        this.tag = tag;
        this.value = value;
        this.limit = limit;
    }

    /** An attribute breaks a rule: its value, or its length, and what it may be. */
    public static DicomException of(Reason reason, int tag, Object value, Object limit) {
        return new DicomException(reason, tag, printable(value), printable(limit));
    }

    /** An object or a codestream breaks a rule at no attribute: what is there, and what may be. */
    public static DicomException of(Reason reason, Object value, Object limit) {
        return new DicomException(reason, NO_TAG, printable(value), printable(limit));
    }

    /** The rule that was broken. */
    public Reason reason() {
        return reason;
    }

    /** Tag of the attribute that broke it, {@code ggggeeee}; empty if no attribute did. */
    public OptionalInt tag() {
        return tag == NO_TAG ? OptionalInt.empty() : OptionalInt.of(tag);
    }

    /** What was found, at most 64 characters of printable ASCII; may be empty. */
    public String value() {
        return value;
    }

    /** What is allowed, at most 64 characters; may be empty. */
    public String limit() {
        return limit;
    }

    private static String printable(Object value) {
        String text = String.valueOf(value);
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(SHOWN, text.length()); i++) {
            char c = text.charAt(i);
            shown.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return shown.toString();
    }
}
