package org.equipoise.ingest.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.runtime.Quarkus;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import io.smallrye.reactive.messaging.kafka.transactions.KafkaTransactions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.equipoise.common.messaging.ProducerFailures;
import org.equipoise.ingest.metrics.IngestMetrics;
import org.jboss.logging.Logger;

/**
 * Studies in, events out, exactly once: the events and the offsets of a batch are committed in one transaction. The
 * images are stored before the transaction opens, so that a slow or absent object store cannot outlast it.
 */
@ApplicationScoped
public class StudyConsumer {

    private static final Logger LOG = Logger.getLogger(StudyConsumer.class);
    private static final String CHANNEL = "studies";
    private static final String EVENTS = "study-events";
    private static final int MOST_CHARACTERS = 300;
    private static final Duration PAUSE_AFTER_ABORT = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final KafkaTransactions<byte[]> transactions;
    private final KafkaClientService clients;
    private final StudyBatch batch;
    private final IngestMetrics metrics;
    private final ExecutorService coordinator;

    /** The unbounded buffer holds no more than the events of one batch. */
    public StudyConsumer(
            @Channel(EVENTS) @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER) KafkaTransactions<byte[]> transactions,
            KafkaClientService clients,
            StudyBatch batch,
            IngestMetrics metrics,
            ExecutorService coordinator) {
        this.transactions = transactions;
        this.clients = clients;
        this.batch = batch;
        this.metrics = metrics;
        this.coordinator = coordinator;
    }

    /** Handles one poll's records; fails never, so that the channel lives: an aborted batch comes again. */
    @Incoming(CHANNEL)
    public Uni<Void> consume(Message<ConsumerRecords<byte[], byte[]>> message) {
        ConsumerRecords<byte[], byte[]> records = message.getPayload();
        return Uni.createFrom()
                .item(() -> batch.results(records))
                .runSubscriptionOn(coordinator)
                .chain(results -> commit(message, results))
                .map(Optional::of)
                .onFailure()
                .recoverWithUni(failure -> afterAbort(message, failure).replaceWith(Optional.empty()))
                .chain(committed -> committed
                        .map(results -> Uni.createFrom()
                                .completionStage(message.ack())
                                .invoke(() -> results.forEach(result -> Observed.safely(() -> count(result)))))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<List<StudyBatch.Result>> commit(
            Message<ConsumerRecords<byte[], byte[]>> message, List<StudyBatch.Result> results) {
        return transactions
                .withTransaction(message, emitter -> {
                    results.forEach(result -> result.records().forEach(record -> emitter.send(record.message())));
                    return Uni.createFrom().item(results);
                })
                .call(() -> requireCommitted(message.getPayload()));
    }

    /**
     * A commit that fails is rolled back by the connector and then reported as a success, with the consumer already
     * past the batch. What the group has committed is the truth.
     */
    private Uni<Void> requireCommitted(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, Long> next = new HashMap<>();
        records.forEach(r -> next.put(new TopicPartition(r.topic(), r.partition()), r.offset() + 1));
        KafkaConsumer<byte[], byte[]> consumer = clients.getConsumer(CHANNEL);
        return consumer.committed(next.keySet().toArray(TopicPartition[]::new)).chain(committed -> {
            boolean all = next.entrySet().stream().allMatch(entry -> {
                OffsetAndMetadata offset = committed.get(entry.getKey());
                return offset != null && offset.offset() >= entry.getValue();
            });
            return all
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom()
                            .failure(new IllegalStateException("the transaction of " + next + " was rolled back"));
        });
    }

    private Uni<Void> afterAbort(Message<?> message, Throwable failure) {
        LOG.warnf("batch of studies aborted, it will come again: cause=%s", inOneLine(failure));
        if (ProducerFailures.isFenced(failure)) {
            LOG.error("another instance uses this transactional id; this one ends");
            Quarkus.asyncExit(1);
        }
        return untilItSucceeds(Uni.createFrom().deferred(this::endTransaction))
                .chain(() -> untilItSucceeds(Uni.createFrom()
                        .deferred(() -> clients.getConsumer(CHANNEL).resetToLastCommittedPositions())))
                .chain(() -> Uni.createFrom().completionStage(() -> message.nack(failure)))
                .onItem()
                .delayIt()
                .onExecutor(Infrastructure.getDefaultWorkerPool())
                .by(PAUSE_AFTER_ABORT);
    }

    /** The broker may be away for long: neither is done before it is back, and without them nothing goes on. */
    private static Uni<Void> untilItSucceeds(Uni<Void> step) {
        return step.onFailure()
                .invoke(failure -> LOG.warnf("a batch of studies waits for the broker: cause=%s", inOneLine(failure)))
                .onFailure()
                .retry()
                .withBackOff(PAUSE_AFTER_ABORT, LONGEST_PAUSE)
                .indefinitely();
    }

    private Uni<Void> endTransaction() {
        KafkaProducer<byte[], byte[]> producer = clients.getProducer(EVENTS);
        return producer.runOnSendingThread((Function<Producer<byte[], byte[]>, Boolean>) UnfinishedTransaction::end)
                .invoke(usable -> {
                    if (!usable) {
                        LOG.error(
                                "the producer takes no transaction any more; this instance ends, to be started again");
                        Quarkus.asyncExit(1);
                    }
                })
                .replaceWithVoid();
    }

    /** Of many records that failed together, one says why. */
    private static String inOneLine(Throwable failure) {
        Throwable one =
                failure instanceof CompositeException many ? many.getCauses().get(0) : failure;
        String said = one.toString().replaceAll("\\s+", " ");
        return said.substring(0, Math.min(said.length(), MOST_CHARACTERS));
    }

    private void count(StudyBatch.Result result) {
        String topic = result.source().topic();
        result.receipt().ifPresentOrElse(metrics::received, () -> metrics.deadLetter(topic));
        if (result.unforeseen()) {
            metrics.unforeseen(topic);
        }
    }
}
