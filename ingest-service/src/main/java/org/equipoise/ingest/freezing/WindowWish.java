package org.equipoise.ingest.freezing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.equipoise.common.words.Counted;
import org.jspecify.annotations.Nullable;

/** Which window of samples of 16 bits a person asks for. */
public sealed interface WindowWish {

    /** Nothing was said: what is measured in Hounsfield units has its fixed window, everything else percentiles. */
    record Unsaid() implements WindowWish {}

    /** Percentiles of the training samples, whatever the modality. */
    record Percentiles() implements WindowWish {}

    /** Stored values, {@code 0 <= low < high <= 65535}. */
    record Stored(int low, int high) implements WindowWish {}

    /** Hounsfield units, {@code -32768 <= low < high <= 32767}. */
    record Hounsfield(int low, int high) implements WindowWish {}

    Pattern LIMITS = Pattern.compile("(-?\\d{1,5}):(-?\\d{1,5})(HU)?");

    /**
     * Reads {@code LOW:HIGH} (stored values), {@code LOW:HIGHHU} (Hounsfield units) or {@code percentiles}.
     *
     * @param text absent if nothing is asked for
     * @throws IllegalArgumentException if it is none of these, in a sentence for the person who asked
     */
    static WindowWish of(@Nullable String text) {
        if (text == null) {
            return new Unsaid();
        }
        if (text.equals("percentiles")) {
            return new Percentiles();
        }
        Matcher limits = LIMITS.matcher(text);
        if (!limits.matches()) {
            throw new IllegalArgumentException(
                    "window must be LOW:HIGH in stored values, LOW:HIGHHU in Hounsfield units"
                            + " or percentiles, got something else of "
                            + Counted.of(text.length(), "character"));
        }
        boolean hounsfield = limits.group(3) != null;
        int low = Integer.parseInt(limits.group(1));
        int high = Integer.parseInt(limits.group(2));
        int smallest = hounsfield ? Short.MIN_VALUE : 0;
        int largest = smallest + 65_535;
        if (low < smallest || high > largest || low >= high) {
            throw new IllegalArgumentException("window must lie in " + smallest + " to " + largest
                    + (hounsfield ? " HU" : "") + " with LOW below HIGH, got " + low + " to " + high);
        }
        return hounsfield ? new Hounsfield(low, high) : new Stored(low, high);
    }
}
