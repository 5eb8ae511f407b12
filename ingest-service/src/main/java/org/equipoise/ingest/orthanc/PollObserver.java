package org.equipoise.ingest.orthanc;

import java.util.List;

import org.equipoise.ingest.doors.ObjectOutcome;

/** Is told what became of what Orthanc has. A change is named by its number: Orthanc's other names are of a patient. */
public interface PollObserver {

    /** Instances of a study were taken, or refused for good; those that were taken are durable and announced. */
    void taken(long seq, List<ObjectOutcome> outcomes);

    /** A study, or instances of one, were deleted in Orthanc before they were fetched. */
    void gone(long seq, int instances);

    /** Nothing of a study could be asked for, again and again: it is left out. */
    void leftOut(long seq, String reason);

    /** The log is another one than before, or nobody remembers it: it is read from this place on. */
    void begins(Position from, String reason);

    /**
     * It is done again, later.
     *
     * @param kind what failed: {@code orthanc}, its {@code answer}, {@code storage} (the object store, Kafka, or the
     *     disk), or something {@code unforeseen}
     */
    void failed(String kind, String reason);
}
