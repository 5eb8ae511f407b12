package org.equipoise.ingest.kafka;

import java.time.InstantSource;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.messaging.Unforeseen;
import org.equipoise.ingest.metrics.IngestMetrics;

/** Sends malformed declarations to the dead letters: a global table can read them but not pass them on. */
@ApplicationScoped
public class DeclarationGuard {

    private final DeadLetterSender letters;
    private final InstantSource clock;
    private final IngestMetrics metrics;

    public DeclarationGuard(DeadLetterSender letters, InstantSource clock, IngestMetrics metrics) {
        this.letters = letters;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Done when the declaration is in order or its dead letter is written. */
    @Incoming("declarations")
    public Uni<Void> check(ConsumerRecord<byte[], byte[]> record) {
        try {
            EventCodec.read(record.value(), DatasetDeclared.class, clock.instant());
            return Uni.createFrom().voidItem();
        } catch (MalformedEventException e) {
            return letters.send(record, String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            Observed.safely(() -> metrics.unforeseen(Topics.DATASETS_DECLARED));
            return letters.send(record, Unforeseen.reason(e));
        }
    }
}
