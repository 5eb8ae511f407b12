package org.equipoise.ingest.receiving;

/** A study contradicts itself beyond what is kept of it; the message says where, and the limit. */
public final class RefusedStudyException extends RuntimeException {

    RefusedStudyException(String message) {
        super(message);
    }
}
