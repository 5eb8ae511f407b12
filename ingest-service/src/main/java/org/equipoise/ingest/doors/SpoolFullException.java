package org.equipoise.ingest.doors;

/** So much is being received that there is no room for more: whoever sends tries again. */
public final class SpoolFullException extends RuntimeException {

    SpoolFullException(long most) {
        super("more than " + most + " bytes would be received at a time");
    }
}
