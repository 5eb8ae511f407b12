package org.equipoise.ingest.doors;

/** What became of an object that came through a door. */
public sealed interface ObjectOutcome {

    /** As its sender knows it. */
    SenderUids sender();

    /** Its images are in the object store. It counts as taken once its study was announced. */
    record Stored(SenderUids sender, StudyPart part) implements ObjectOutcome {}

    /** It is not taken, and nothing of it is kept. */
    record Refused(SenderUids sender, Refusal refusal) implements ObjectOutcome {}
}
