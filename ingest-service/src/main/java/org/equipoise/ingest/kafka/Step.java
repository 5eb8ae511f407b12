package org.equipoise.ingest.kafka;

import org.equipoise.common.events.Dated;
import org.equipoise.common.messaging.DeadLetter.Origin;

/** What a source of the checking topology gave. */
sealed interface Step {

    /**
     * An event about an image.
     *
     * @param origin where its record lies
     * @param key of the image
     * @param home whether it was read by the task that keeps this image
     */
    record Arrival(Origin origin, String key, Dated event, boolean home) implements Step {}

    /** A record that is no such event. */
    record Refused(OutgoingRecord letter) implements Step {}
}
