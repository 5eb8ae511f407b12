package org.equipoise.ingest.orthanc;

import java.io.IOException;

/**
 * Orthanc was reached, and what it answers cannot be used: another status, no JSON of the expected form, too long, too
 * slow, cut off. The message says the kind of request, the rule and the limit, and nothing of the answer.
 */
public final class AnswerException extends IOException {

    public AnswerException(String message) {
        super(message);
    }
}
