package org.equipoise.local.client;

import java.util.Locale;

/**
 * How many records there are.
 *
 * @param count committed ones, without what Kafka writes between them
 * @param exact whether they were counted; otherwise it is the distance in offsets, which is at least as many
 */
public record RecordCount(long count, boolean exact) {

    /** None at all. */
    public static final RecordCount NONE = new RecordCount(0, true);

    RecordCount plus(RecordCount other) {
        return new RecordCount(count + other.count, exact && other.exact);
    }

    /** For a person, e.g. {@code 6,138} or {@code at most 1,000,000}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, exact ? "%,d" : "at most %,d", count);
    }
}
