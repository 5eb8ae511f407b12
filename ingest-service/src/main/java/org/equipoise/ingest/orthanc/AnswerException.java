package org.equipoise.ingest.orthanc;

import java.io.IOException;

/**
 * Orthanc was reached, and what it answers cannot be used: another status, no JSON of the expected form, too long, too
 * slow, cut off. The message says the kind of request, the rule and the limit, and nothing of the answer.
 */
public final class AnswerException extends IOException {

    private final boolean passing;

    /** The same question will be answered the same. */
    public AnswerException(String message) {
        this(message, false);
    }

    private AnswerException(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    /** It may be answered later: something is away, broken off, or late. */
    public static AnswerException passing(String message) {
        return new AnswerException(message, true);
    }

    /** Whether it is worth being asked for hours. */
    public boolean isPassing() {
        return passing;
    }
}
