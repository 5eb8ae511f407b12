package org.equipoise.ingest.kafka;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.metrics.IngestMetrics;

/** Sends malformed declarations to the dead letters: a global table can read them but not pass them on. */
@ApplicationScoped
public class DeclarationGuard {

    private final IngestMetrics metrics;

    public DeclarationGuard(IngestMetrics metrics) {
        this.metrics = metrics;
    }

    /** Throws what the channel's failure strategy makes a dead letter of. */
    @Incoming("declarations")
    public void check(byte[] value) throws MalformedEventException {
        try {
            EventCodec.read(value, DatasetDeclared.class);
        } catch (MalformedEventException e) {
            metrics.deadLetter(Topics.DATASETS_DECLARED);
            throw e;
        }
    }
}
