package org.equipoise.dicom.routing;

import java.util.Locale;

/** A text in which {@code *} stands for any run of characters, compared without regard to case. */
final class Glob {

    private final String pattern;

    Glob(String pattern) {
        this.pattern = pattern.toUpperCase(Locale.ROOT);
    }

    /** Whether it matches the whole text. The time is at most the product of both lengths. */
    boolean matches(String given) {
        String text = given.toUpperCase(Locale.ROOT);
        int at = 0;
        int of = 0;
        int star = -1;
        int retry = 0;
        while (at < text.length()) {
            if (of < pattern.length() && pattern.charAt(of) == '*') {
                star = of++;
                retry = at;
            } else if (of < pattern.length() && pattern.charAt(of) == text.charAt(at)) {
                of++;
                at++;
            } else if (star >= 0) {
                of = star + 1;
                at = ++retry;
            } else {
                return false;
            }
        }
        while (of < pattern.length() && pattern.charAt(of) == '*') {
            of++;
        }
        return of == pattern.length();
    }
}
