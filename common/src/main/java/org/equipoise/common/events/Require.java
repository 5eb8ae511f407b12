package org.equipoise.common.events;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The checks that events share; each names the field and the rule, and of a number its value. Of a text only its
 * length: a field may hold a name that somebody put into it, and a refusal goes into logs, headers and answers that are
 * kept.
 */
final class Require {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern STATION = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._/()#+-]{0,31}");
    private static final Pattern BODY_PART = Pattern.compile("[A-Z]{2,16}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{8,64}");
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    private Require() {}

    static <T> T present(@Nullable T value, String field) {
        return Objects.requireNonNull(value, () -> field + " is missing");
    }

    static String text(@Nullable String given, String field) {
        String value = present(given, field);
        if (value.isBlank() || value.length() > 1024) {
            throw new IllegalArgumentException(field + " must have 1 to 1024 characters, got "
                    + (value.isBlank() ? "blanks only" : length(value)));
        }
        return value;
    }

    /** A text of at most this many characters. */
    static String text(@Nullable String given, int most, String field) {
        return atMost(text(given, field), most, field);
    }

    /** At most this many characters; blank is allowed. */
    static String atMost(String value, int most, String field) {
        if (value.length() > most) {
            throw new IllegalArgumentException(
                    field + " must have at most " + most + " characters, got " + value.length());
        }
        return value;
    }

    /** A name that is safe as a part of an object key, a metric tag and a file name. */
    static String name(@Nullable String given, String field) {
        String value = text(given, field);
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(field + " must match " + NAME + ", got " + length(value));
        }
        return value;
    }

    /** The name of a device, as DICOM writes it (VR SH, and longer): no room for a sentence about a person. */
    static void station(@Nullable String given) {
        if (given != null && !STATION.matcher(given).matches()) {
            throw new IllegalArgumentException("station must match " + STATION + ", got " + length(given));
        }
    }

    /** Which side of the body, as DICOM's Image Laterality (0020,0062) writes it. */
    static void laterality(@Nullable String given) {
        if (given != null && !ImageIngested.LATERALITIES.contains(given)) {
            throw new IllegalArgumentException("laterality must be one of R, L, U, B, got " + length(given));
        }
    }

    /** A body part, as DICOM's Body Part Examined (0018,0015) writes it (VR CS): one word, no room for a name. */
    static void bodyPart(@Nullable String given) {
        if (given != null && !BODY_PART.matcher(given).matches()) {
            throw new IllegalArgumentException("bodyPart must match " + BODY_PART + ", got " + length(given));
        }
    }

    static String imageId(@Nullable String given) {
        String value = text(given, "imageId");
        if (!SHA_256.matcher(value).matches()) {
            throw new IllegalArgumentException("imageId must be 64 hex digits, got " + length(value));
        }
        return value;
    }

    /** A hash: what identifies a person in plain text does not pass. */
    static void hex(@Nullable String given, String field) {
        String value = text(given, field);
        if (!HEX.matcher(value).matches()) {
            throw new IllegalArgumentException(field + " must be 8 to 64 hex digits, got " + length(value));
        }
    }

    /** A time that can be computed with; see {@link Dated}. */
    static Instant time(@Nullable Instant given, String field) {
        Instant value = present(given, field);
        if (value.isBefore(Dated.EARLIEST) || !value.isBefore(Dated.LATEST)) {
            throw new IllegalArgumentException(
                    field + " must be in the years 1970 to 2099 (seconds, not milliseconds), got " + value);
        }
        return value;
    }

    static void atLeast(long value, long minimum, String field) {
        if (value < minimum) {
            throw new IllegalArgumentException(field + " must be at least " + minimum + ", got " + value);
        }
    }

    /** An unmodifiable copy; an element that is missing is named by its index. */
    static <T> List<T> list(@Nullable List<T> given, String field) {
        List<T> values = present(given, field);
        for (int i = 0; i < values.size(); i++) {
            present(values.get(i), field + "[" + i + "]");
        }
        return List.copyOf(values);
    }

    /** The same, of at most this many elements. */
    static <T> List<T> list(@Nullable List<T> given, int most, String field) {
        List<T> values = present(given, field);
        if (values.size() > most) {
            throw new IllegalArgumentException(field + " must be at most " + most + ", got " + values.size());
        }
        return list(values, field);
    }

    /** An unmodifiable copy in the order of its keys, so that the same event always has the same bytes. */
    static <V> Map<String, V> map(@Nullable Map<String, V> given, String field) {
        Map<String, V> values = present(given, field);
        values.forEach((key, value) -> present(value, field + ": the value of a key of " + length(key)));
        return Collections.unmodifiableMap(new TreeMap<>(values));
    }

    static double fraction(double value, String field) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(field + " must be in [0, 1], got " + value);
        }
        return value;
    }

    /** A grey value, or a difference of two; not what is no number. */
    static void grey(double value, String field) {
        if (!(value >= 0 && value <= 255)) {
            throw new IllegalArgumentException(field + " must be in [0, 255], got " + value);
        }
    }

    /** All that is said of a text. */
    static String length(String value) {
        return value.length() == 1 ? "1 character" : value.length() + " characters";
    }
}
