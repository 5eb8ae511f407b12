package org.equipoise.dicom.deidentification;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.equipoise.dicom.DataSet;

/** Values in the forms that are kept. What has another form is empty. */
final class Values {

    private static final Pattern UID = Pattern.compile("[0-9]+(\\.[0-9]+)+");
    private static final int UID_CHARACTERS = 64;
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,9}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]*\\.?[0-9]*([eE][+-]?[0-9]{1,2})?");
    private static final int NUMBER_CHARACTERS = 32;
    private static final MathContext DIGITS = new MathContext(6);
    private static final Pattern AGE = Pattern.compile("([0-9]{3})([DWMY])");
    private static final int OLDEST = 90;
    private static final Pattern DATE = Pattern.compile("[0-9]{8}");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2199;

    private Values() {}

    /** All values of an attribute, with backslashes between; empty if there is none, or it is no text. */
    static String whole(DataSet dataSet, int tag) {
        return String.join("\\", dataSet.texts(tag));
    }

    static Optional<String> uid(String text) {
        return Optional.of(text)
                .filter(uid ->
                        uid.length() <= UID_CHARACTERS && UID.matcher(uid).matches());
    }

    /** The first values, so many at most, if they are all of a list. */
    static Optional<String> codes(List<String> values, List<String> codes, int most) {
        List<String> first = values.subList(0, Math.min(most, values.size()));
        return first.isEmpty() || !codes.containsAll(first) ? Optional.empty() : Optional.of(String.join("\\", first));
    }

    /** A single whole number. */
    static Optional<String> whole(List<String> values, double least, double most) {
        return values.size() == 1 && WHOLE.matcher(values.get(0)).matches()
                ? number(values, least, most)
                : Optional.empty();
    }

    /** The first number, with 6 digits at most. */
    static Optional<String> number(List<String> values, double least, double most) {
        String text = values.isEmpty() ? "" : values.get(0);
        if (text.length() > NUMBER_CHARACTERS || !NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(text).round(DIGITS);
            double value = number.doubleValue();
            return value < least || value > most
                    ? Optional.empty()
                    : Optional.of(
                            number.signum() == 0
                                    ? "0"
                                    : number.stripTrailingZeros().toPlainString());
        } catch (NumberFormatException e) {
            // Such as a point alone.
            return Optional.empty();
        }
    }

    /** The first year of an age's decade; 90 for all from 90. */
    static Optional<String> decade(String age) {
        Matcher matcher = AGE.matcher(age);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(matcher.group(1));
        int years = switch (matcher.group(2)) {
            case "D" -> number / 365;
            case "W" -> number / 52;
            case "M" -> number / 12;
            default -> number;
        };
        return Optional.of(String.format(Locale.ROOT, "%03dY", Math.min(OLDEST, years / 10 * 10)));
    }

    /** A date so many days earlier; empty for a day that no calendar has, or that is not from 1900 to 2199. */
    static Optional<String> shifted(String date, int days) {
        if (!DATE.matcher(date).matches()) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.parse(date, DAY);
            return day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR
                    ? Optional.empty()
                    : Optional.of(DAY.format(day.minusDays(days)));
        } catch (DateTimeException e) {
            // Such as the 30th of February.
            return Optional.empty();
        }
    }
}
