package org.equipoise.local.sets;

import org.equipoise.common.events.RejectionReason;

/**
 * A file of a set that is not sent: ingest would refuse it, or the disk does not give it.
 *
 * @param path where it lies in the set
 * @param reason as ingest would say it
 * @param detail what was found, after the path, e.g. {@code is TIFF; only PNG and JPEG are read}
 */
public record RefusedFile(String path, RejectionReason reason, String detail) {

    /** A file of another kind. */
    static RefusedFile of(String path, String format) {
        return new RefusedFile(
                path, RejectionReason.UNSUPPORTED_FORMAT, "is " + format + "; only PNG and JPEG are read");
    }

    /** A file that the disk or the zip does not give. */
    public static RefusedFile unreadable(String path, String why) {
        return new RefusedFile(path, RejectionReason.UNREADABLE, why);
    }
}
