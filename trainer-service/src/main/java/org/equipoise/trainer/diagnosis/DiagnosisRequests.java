package org.equipoise.trainer.diagnosis;

import org.equipoise.common.events.DiagnosisRequested;

/** Where an examination is asked for. */
@FunctionalInterface
public interface DiagnosisRequests {

    /** Publishes the request; comes back when the brokers have it. */
    void request(DiagnosisRequested request);
}
