package org.equipoise.ingest.labelling;

import org.equipoise.common.events.LabelChecked;

/** Hears what the label checks decide. */
public interface CheckObserver {

    /** An image's standing changed. */
    void checked(LabelChecked event);

    /** A record of this topic could not be read. */
    void deadLetter(String topic);

    /** A record of a topic that is only followed could not be read; who keeps a place in it writes the dead letter. */
    void skipped(String topic);

    /** A record of this topic failed for a reason that nobody foresaw; where it can, it becomes a dead letter too. */
    void unforeseen(String topic);
}
