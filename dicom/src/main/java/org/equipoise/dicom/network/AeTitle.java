package org.equipoise.dicom.network;

/** Application entity titles (PS3.5, 6.2, AE): 1 to 16 printable ASCII characters without a backslash. */
final class AeTitle {

    static final int LENGTH = 16;

    private AeTitle() {}

    /** Whether a text without spaces around it is one. */
    static boolean isValid(String title) {
        return !title.isEmpty()
                && title.length() <= LENGTH
                && title.equals(title.strip())
                && title.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '\\');
    }

    static void check(String name, String title) {
        if (!isValid(title)) {
            throw new IllegalArgumentException(
                    name + " is \"" + title + "\", it must be 1 to 16 printable ASCII characters without a backslash");
        }
    }
}
