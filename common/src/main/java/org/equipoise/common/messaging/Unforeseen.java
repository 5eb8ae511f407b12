package org.equipoise.common.messaging;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What is said of a record that a consumer failed on for a reason that nobody foresaw: enough to find the place in the
 * code from the dead letter alone.
 */
public final class Unforeseen {

    private static final int FRAMES = 6;
    private static final int MOST_CAUSES = 3;
    private static final int MOST_CHARACTERS = 300;

    private Unforeseen() {}

    /** The failure's class, message and first frames, then those of its causes. */
    public static String reason(Throwable failure) {
        var said = new StringBuilder("unforeseen ");
        Throwable next = failure;
        for (int i = 0; i < MOST_CAUSES && next != null; i++) {
            said.append(i == 0 ? "" : "; caused by ").append(one(next));
            next = next.getCause() == next ? null : next.getCause();
        }
        return said.toString();
    }

    private static String one(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        String frames = Arrays.stream(failure.getStackTrace())
                .limit(FRAMES)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                .collect(Collectors.joining(" < "));
        return failure.getClass().getName() + ": " + message.substring(0, Math.min(message.length(), MOST_CHARACTERS))
                + " at " + frames;
    }
}
