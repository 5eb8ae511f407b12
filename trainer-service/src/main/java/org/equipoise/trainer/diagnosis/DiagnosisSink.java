package org.equipoise.trainer.diagnosis;

import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.diagnosis.card.Diagnosis;

/** Where a diagnosis goes. */
public interface DiagnosisSink {

    /**
     * Keeps the card under the event's key, with its page beside it, then announces it; comes back when the brokers
     * have the event.
     *
     * @param page HTML
     * @throws org.equipoise.common.storage.StorageException if the object store failed
     */
    void made(DiagnosisMade event, Diagnosis card, String page);
}
