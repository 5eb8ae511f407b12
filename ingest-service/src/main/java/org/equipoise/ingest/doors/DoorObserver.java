package org.equipoise.ingest.doors;

/** Is told what became of each object. */
public interface DoorObserver {

    /** Its images are stored. */
    void stored(int images);

    /** It is not taken. */
    void refused(Refusal refusal);
}
