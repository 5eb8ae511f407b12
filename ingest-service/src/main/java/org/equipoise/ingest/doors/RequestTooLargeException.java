package org.equipoise.ingest.doors;

/** Objects are too many together; each by itself may be taken. */
public final class RequestTooLargeException extends ObjectTooLargeException {

    RequestTooLargeException(long most, String unit) {
        super("the request", most, unit);
    }
}
