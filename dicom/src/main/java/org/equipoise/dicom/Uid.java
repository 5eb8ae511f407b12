package org.equipoise.dicom;

import java.util.regex.Pattern;

/** Unique identifiers (PS3.5, 9): digits and dots, so that one is never a path. */
final class Uid {

    static final int MOST = 64;
    private static final String RULE = "64 characters of digits and dots";
    private static final Pattern FORM = Pattern.compile("[0-9]+(\\.[0-9]+)*");

    private Uid() {}

    /** Refuses a value that is no UID, without saying it: it may be a name. An empty value is none and passes. */
    static void check(int tag, String uid) throws DicomException {
        if (!uid.isEmpty() && (uid.length() > MOST || !FORM.matcher(uid).matches())) {
            throw DicomException.of(Reason.UID, tag, uid.length() + " characters that are none", RULE);
        }
    }
}
