package org.equipoise.ingest.freezing;

/** A stored image is not what its record in {@code labels.checked} says. The message is a sentence for a person. */
public final class UnlikeItsRecordException extends RuntimeException {

    UnlikeItsRecordException(String message) {
        super(message);
    }
}
