package org.equipoise.dicom.deidentification;

import java.util.regex.Pattern;

/**
 * A row of PS3.15, Table E.1-1: what the Basic Profile and the options that Equipoise knows say about an attribute.
 *
 * @param pattern the tag in hexadecimal, with {@code x} for any digit, or {@link #PRIVATE}
 * @param keyword the attribute's name without spaces
 * @param basic the Basic Profile's action: D, Z, X, U, or a choice such as X/Z/D
 * @param patientCharacteristics the action of the Retain Patient Characteristics Option: K, C, or empty
 * @param modifiedDates that of the Retain Longitudinal Temporal Information with Modified Dates Option: C, or empty
 */
record Rule(String pattern, String keyword, String basic, String patientCharacteristics, String modifiedDates) {

    /** The pattern of all groups with an odd number. */
    static final String PRIVATE = "odd";

    private static final Pattern PATTERN = Pattern.compile("[0-9A-Fx]{8}|" + PRIVATE);
    private static final Pattern ACTIONS = Pattern.compile("[DZXU](/[DZXU])*\\*?");
    private static final Pattern OPTION = Pattern.compile("[KC]?");

    Rule {
        require(PATTERN, pattern);
        require(ACTIONS, basic);
        require(OPTION, patientCharacteristics);
        require(OPTION, modifiedDates);
    }

    private static void require(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " is not " + form);
        }
    }

    /** Whether the row is about an attribute. */
    boolean matches(int tag) {
        if (pattern.equals(PRIVATE)) {
            return (tag & 0x0001_0000) != 0;
        }
        for (int digit = 0; digit < 8; digit++) {
            char expected = pattern.charAt(digit);
            int found = tag >>> (28 - 4 * digit) & 0xF;
            if (expected != 'x' && Character.digit(expected, 16) != found) {
                return false;
            }
        }
        return true;
    }

    /** Whether the row is about one attribute alone. */
    boolean isExact() {
        return !pattern.equals(PRIVATE) && pattern.indexOf('x') < 0;
    }

    /** Whether the value may stay as it is, or coarser. */
    boolean permitsValue(Options options) {
        return options.patientCharacteristics() && patientCharacteristics.equals("K");
    }

    /** Whether a shifted date may take the value's place. */
    boolean permitsShiftedDate(Options options) {
        return options.shiftedDates() && modifiedDates.equals("C");
    }

    /** Whether another UID may take the value's place. */
    boolean permitsUid() {
        return basic.contains("U");
    }

    /** Whether a pseudonym may take the value's place: a dummy value that is not empty. */
    boolean permitsPseudonym() {
        return basic.contains("D");
    }
}
