package org.equipoise.ingest.doors;

import java.io.IOException;

/** An object or a request has more than is taken; the message says how much is. */
public class ObjectTooLargeException extends IOException {

    ObjectTooLargeException(String what, long most, String unit) {
        super(what + " has more than " + most + " " + unit);
    }
}
