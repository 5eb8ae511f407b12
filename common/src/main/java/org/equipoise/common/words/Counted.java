package org.equipoise.common.words;

import java.util.Locale;

/** Numbers of things: {@code 1 image}, {@code 1,200 images}. */
public final class Counted {

    private Counted() {}

    /**
     * A number and what it counts.
     *
     * @param one its singular; the plural has an s more
     */
    public static String of(long n, String one) {
        return of(n, one, one + "s");
    }

    /**
     * A number and what it counts, with the verb where one follows: {@code of(n, "image is", "images are")}.
     *
     * @param one what follows the number 1
     * @param many what follows any other number
     */
    public static String of(long n, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", n, n == 1 ? one : many);
    }
}
