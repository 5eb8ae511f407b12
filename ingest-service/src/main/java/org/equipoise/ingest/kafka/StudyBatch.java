package org.equipoise.ingest.kafka;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Unforeseen;
import org.equipoise.common.storage.StorageException;
import org.equipoise.ingest.receiving.RefusedStudyException;
import org.equipoise.ingest.receiving.StudyReceipt;
import org.equipoise.ingest.receiving.StudyReception;
import org.jboss.logging.Logger;

/** Works a batch of study records off, all images side by side, before a transaction is opened. */
public final class StudyBatch {

    private static final Logger LOG = Logger.getLogger(StudyBatch.class);

    private final StudyReception reception;
    private final Executor executor;
    private final StudyReception.Attempts attempts;
    private final InstantSource clock;

    public StudyBatch(
            StudyReception reception, Executor executor, StudyReception.Attempts attempts, InstantSource clock) {
        this.reception = reception;
        this.executor = executor;
        this.attempts = attempts;
        this.clock = clock;
    }

    /**
     * What one record gave: a receipt and its events, or its dead letter.
     *
     * @param records what goes out, each of a size that the broker takes
     * @param unforeseen whether it was set aside for a reason that nobody foresaw
     */
    record Result(
            ConsumerRecord<byte[], byte[]> source,
            Optional<StudyReceipt> receipt,
            List<OutgoingRecord> records,
            boolean unforeseen) {}

    /** The results in the order of the records. Blocks until every image is stored or refused. */
    List<Result> results(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        List<CompletableFuture<Result>> started = new ArrayList<>();
        records.forEach(record -> started.add(start(record)));
        return started.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<Result> start(ConsumerRecord<byte[], byte[]> record) {
        CompletableFuture<StudyReceipt> receiving;
        try {
            StudyPublished study = EventCodec.read(record.value(), StudyPublished.class, clock.instant());
            receiving = reception.receive(study, executor, attempts);
        } catch (MalformedEventException | RuntimeException | StackOverflowError e) {
            receiving = CompletableFuture.failedFuture(e);
        }
        return receiving
                .thenApply(receipt -> new Result(record, Optional.of(receipt), events(receipt), false))
                .exceptionally(failure -> setAside(record, causeOf(failure)));
    }

    private static List<OutgoingRecord> events(StudyReceipt study) {
        List<OutgoingRecord> records = new ArrayList<>();
        study.ingested().forEach(event -> records.add(OutgoingRecord.of(event)));
        study.rejected().forEach(event -> records.add(OutgoingRecord.of(event)));
        study.labels().forEach(event -> records.add(OutgoingRecord.of(event)));
        return records;
    }

    /** Stopping and running out of memory are no fault of the record: it must come again. */
    private static Throwable causeOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CancellationException
                || cause instanceof RejectedExecutionException
                || (cause instanceof Error && !(cause instanceof StackOverflowError))) {
            throw new CompletionException(cause);
        }
        return cause;
    }

    /** What was foreseen says its reason in a sentence of its own. */
    private static Result setAside(ConsumerRecord<byte[], byte[]> record, Throwable cause) {
        boolean foreseen = cause instanceof MalformedEventException
                || cause instanceof StorageException
                || cause instanceof RefusedStudyException;
        String reason = foreseen ? String.valueOf(cause.getMessage()) : Unforeseen.reason(cause);
        LOG.warnf(
                "study set aside: topic=%s partition=%d offset=%d reason=%s",
                record.topic(), record.partition(), record.offset(), reason);
        return new Result(record, Optional.empty(), List.of(OutgoingRecord.deadLetter(record, reason)), !foreseen);
    }
}
