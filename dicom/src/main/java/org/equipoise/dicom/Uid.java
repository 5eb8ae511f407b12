package org.equipoise.dicom;

import java.util.regex.Pattern;

/** Unique identifiers (PS3.5, 9): digits and dots, so that one is never a path. */
public final class Uid {

    static final int MOST = 64;
    private static final String RULE = "64 characters of digits and dots";
    private static final Pattern FORM = Pattern.compile("[0-9]+(\\.[0-9]+)*");

    private Uid() {}

    /** Whether a text is one: 1 to 64 digits and dots, with digits at both ends and between dots. */
    public static boolean isValid(String uid) {
        return uid.length() <= MOST && FORM.matcher(uid).matches();
    }

    /** Refuses a value that is no UID, without saying it: it may be a name. An empty value is none and passes. */
    static void check(int tag, String uid) throws DicomException {
        if (!uid.isEmpty() && !isValid(uid)) {
            throw DicomException.of(Reason.UID, tag, uid.length() + " characters that are none", RULE);
        }
    }
}
