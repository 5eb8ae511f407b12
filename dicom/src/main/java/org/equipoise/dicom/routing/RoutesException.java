package org.equipoise.dicom.routing;

/** A file of rules cannot be read; the message says the line and what is expected there. */
public final class RoutesException extends Exception {

    RoutesException(String message) {
        super(message);
    }

    RoutesException(int line, String message) {
        super("line " + line + ": " + message);
    }
}
