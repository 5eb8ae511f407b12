package org.equipoise.common.messaging;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a dead letter says of an exception that nobody foresaw: enough to find the fault without the service's log. */
public final class Unforeseen {

    private static final int MOST_MESSAGE_CHARACTERS = 500;
    private static final int FRAMES = 8;

    private Unforeseen() {}

    /** Class and message, the same of the first cause, and the first lines of the first cause's stack. */
    public static String reason(Throwable failure) {
        Throwable first = failure;
        for (int depth = 0; first.getCause() != null && depth < 20; depth++) {
            first = first.getCause();
        }
        String cause = first == failure ? "" : ", caused by " + named(first);
        return "unforeseen " + named(failure) + cause
                + Arrays.stream(first.getStackTrace())
                        .limit(FRAMES)
                        .map(frame -> "\n at " + frame)
                        .collect(Collectors.joining());
    }

    private static String named(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.getClass().getName() + ": "
                + message.substring(0, Math.min(message.length(), MOST_MESSAGE_CHARACTERS));
    }
}
