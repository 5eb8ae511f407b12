package org.equipoise.ingest.orthanc;

/**
 * How far Orthanc's log was read: what came before is durable here.
 *
 * @param seq number of the last change that is done with; 0: none
 * @param date that change's, by which another database is known that counts anew; empty where it is not known
 */
public record Position(long seq, String date) {

    static final Position BEGINNING = new Position(0, "");

    public Position {
        if (seq < 0) {
            throw new IllegalArgumentException("seq must be at least 0, got " + seq);
        }
        if (!date.matches("(\\d{8}T\\d{6})?")) {
            throw new IllegalArgumentException("date must be 8 digits, T and 6 digits, or empty");
        }
    }

    /** Whether a change of this number is the one that was seen. */
    boolean isOf(Change change) {
        return date.isEmpty() || date.equals(change.date());
    }
}
