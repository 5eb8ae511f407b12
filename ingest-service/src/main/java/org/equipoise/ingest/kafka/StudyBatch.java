package org.equipoise.ingest.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.ingest.receiving.StudyReceipt;
import org.equipoise.ingest.receiving.StudyReception;
import org.jboss.logging.Logger;

/** Works a batch of study records off, all images side by side, before a transaction is opened. */
public final class StudyBatch {

    private static final Logger LOG = Logger.getLogger(StudyBatch.class);

    private final StudyReception reception;
    private final Executor executor;
    private final StudyReception.Attempts attempts;

    public StudyBatch(StudyReception reception, Executor executor, StudyReception.Attempts attempts) {
        this.reception = reception;
        this.executor = executor;
        this.attempts = attempts;
    }

    /** What one record gave: a receipt, or a reason to set it aside. */
    record Result(ConsumerRecord<byte[], byte[]> source, Optional<StudyReceipt> receipt, String reason) {

        List<OutgoingRecord> records() {
            List<OutgoingRecord> records = new ArrayList<>();
            receipt.ifPresentOrElse(
                    study -> {
                        study.ingested().forEach(event -> records.add(OutgoingRecord.of(event)));
                        study.rejected().forEach(event -> records.add(OutgoingRecord.of(event)));
                        study.labels().forEach(event -> records.add(OutgoingRecord.of(event)));
                    },
                    () -> records.add(OutgoingRecord.deadLetter(source, reason)));
            return records;
        }
    }

    /** The results in the order of the records. Blocks until every image is stored or refused. */
    List<Result> results(Iterable<ConsumerRecord<byte[], byte[]>> records) {
        List<CompletableFuture<Result>> started = new ArrayList<>();
        records.forEach(record -> started.add(start(record)));
        return started.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<Result> start(ConsumerRecord<byte[], byte[]> record) {
        StudyPublished study;
        try {
            study = EventCodec.read(record.value(), StudyPublished.class);
        } catch (MalformedEventException e) {
            return CompletableFuture.completedFuture(setAside(record, String.valueOf(e.getMessage())));
        }
        return reception
                .receive(study, executor, attempts)
                .handle((receipt, failure) -> failure == null
                        ? new Result(record, Optional.of(receipt), "")
                        : setAside(record, reasonOf(failure)));
    }

    /** Stopping and running out of memory are no fault of the record: it must come again. */
    private static String reasonOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CancellationException || cause instanceof Error) {
            throw new CompletionException(cause);
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    private static Result setAside(ConsumerRecord<byte[], byte[]> record, String reason) {
        LOG.warnf(
                "study set aside: topic=%s partition=%d offset=%d reason=%s",
                record.topic(), record.partition(), record.offset(), reason);
        return new Result(record, Optional.empty(), reason);
    }
}
