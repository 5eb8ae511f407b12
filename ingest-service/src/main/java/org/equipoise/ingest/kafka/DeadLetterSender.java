package org.equipoise.ingest.kafka;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.equipoise.ingest.metrics.IngestMetrics;
import org.jboss.logging.Logger;

/** Writes dead letters, however long the broker is away. */
@ApplicationScoped
public class DeadLetterSender {

    private static final Logger LOG = Logger.getLogger(DeadLetterSender.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final MutinyEmitter<byte[]> letters;
    private final IngestMetrics metrics;

    /** No more letters wait than records are in flight. */
    public DeadLetterSender(
            @Channel("dead-letters") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) MutinyEmitter<byte[]> letters,
            IngestMetrics metrics) {
        this.letters = letters;
        this.metrics = metrics;
    }

    /** Done when the broker has the letter. */
    Uni<Void> send(ConsumerRecord<byte[], byte[]> record, String reason) {
        LOG.warnf(
                "record set aside: topic=%s partition=%d offset=%d reason=%s",
                record.topic(), record.partition(), record.offset(), reason);
        return Uni.createFrom()
                .deferred(() -> letters.sendMessage(
                        OutgoingRecord.deadLetter(record, reason).message()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .invoke(() -> Observed.safely(() -> metrics.deadLetter(record.topic())));
    }
}
