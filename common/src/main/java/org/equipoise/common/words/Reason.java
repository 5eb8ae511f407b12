package org.equipoise.common.words;

import org.jspecify.annotations.Nullable;

/** Why a person decided so, for others to read: wherever it is asked for, the same is taken. */
public final class Reason {

    /** As a person may write it. */
    public static final int MOST_CHARACTERS = 500;

    /** For the name of whoever wrote it, which a service that hands it on puts behind it. */
    private static final int ROOM_FOR_A_NAME = 100;

    private Reason() {}

    /**
     * A reason as a person wrote it, without spaces around it.
     *
     * @throws IllegalArgumentException with a sentence for that person
     */
    public static String written(@Nullable String given) {
        return checked(given, MOST_CHARACTERS);
    }

    /** The same where a service may have put a name behind it. */
    public static String handedOn(@Nullable String given) {
        return checked(given, MOST_CHARACTERS + ROOM_FOR_A_NAME);
    }

    private static String checked(@Nullable String given, int most) {
        String reason = given == null ? "" : given.strip();
        if (reason.isEmpty() || reason.length() > most) {
            throw new IllegalArgumentException("a reason of 1 to " + MOST_CHARACTERS + " characters is needed, got "
                    + (reason.isEmpty() ? "none" : String.valueOf(reason.length()))
                    + ": it is what others will read");
        }
        return reason;
    }
}
