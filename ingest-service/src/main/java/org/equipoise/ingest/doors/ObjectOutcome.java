package org.equipoise.ingest.doors;

/** What became of an object that came through a door. */
public sealed interface ObjectOutcome {

    /** As its sender knows it. */
    SenderUids sender();

    /** Its images are in the object store. It counts as taken once its study was announced. */
    record Stored(SenderUids sender, StudyPart part) implements ObjectOutcome {}

    /**
     * It is not taken. Frames that were stored before a later one was refused stay in the store under pseudonyms, and
     * no study names them.
     */
    record Refused(SenderUids sender, Refusal refusal) implements ObjectOutcome {}
}
