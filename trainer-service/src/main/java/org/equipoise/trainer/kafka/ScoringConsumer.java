package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.runtime.Quarkus;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.kafka.transactions.KafkaTransactions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.Topics;
import org.equipoise.trainer.metrics.TrainerMetrics;
import org.equipoise.trainer.registry.DecisionLog;
import org.equipoise.trainer.scoring.Scorer;
import org.equipoise.trainer.scoring.ScoringConfig;
import org.equipoise.trainer.scoring.ScoringOutcome;
import org.jboss.logging.Logger;

/**
 * Turns {@code images.ingested} into {@code predictions.made}, exactly once: the predictions, the dead letters and the
 * consumer's position are one transaction. A batch that fails is aborted and read again.
 */
@ApplicationScoped
class ScoringConsumer {

    private static final Logger LOG = Logger.getLogger(ScoringConsumer.class);

    private static final String CHANNEL = "images-to-score";

    private final Scorer scorer;
    private final DecisionLog decisions;
    private final KafkaTransactions<byte[]> transactions;
    private final KafkaClientService clients;
    private final TrainerMetrics metrics;
    private final ScoringConfig config;
    private final Clock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        var named = new Thread(task, "scoring");
        named.setDaemon(true);
        return named;
    });

    ScoringConsumer(
            Scorer scorer,
            DecisionLog decisions,
            @Channel("predictions-made") KafkaTransactions<byte[]> transactions,
            KafkaClientService clients,
            TrainerMetrics metrics,
            ScoringConfig config,
            Clock clock) {
        this.scorer = scorer;
        this.decisions = decisions;
        this.transactions = transactions;
        this.clients = clients;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
    }

    @Incoming(CHANNEL)
    Uni<Void> onImages(Message<ConsumerRecords<byte[], byte[]>> message) {
        return Uni.createFrom()
                .item(() -> score(message.getPayload()))
                .runSubscriptionOn(thread)
                .call(scored -> commit(message, scored))
                .invoke(scored -> count(message.getPayload().count(), scored))
                .chain(() -> Uni.createFrom().completionStage(message.ack()))
                .onFailure()
                .recoverWithUni(failure -> readAgain(message, failure));
    }

    /** What a batch gave. */
    private record Scored(List<PredictionMade> predictions, List<Message<byte[]>> deadLetters) {}

    /** Outside the transaction, which a slow object store or a slow model would outlast. */
    private Scored score(ConsumerRecords<byte[], byte[]> records) {
        awaitDecisions();
        ScoringBatch batch = ScoringBatch.of(records);
        List<ScoringOutcome> outcomes = scorer.score(batch.images());
        List<PredictionMade> predictions = new ArrayList<>();
        List<Message<byte[]>> deadLetters = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            ConsumerRecord<byte[], byte[]> record = batch.record(i);
            outcomes.get(i)
                    .fold(
                            scored -> predictions.add(scored.prediction()),
                            unscorable -> deadLetters.add(ScoringDeadLetter.of(record, unscorable.reason())));
        }
        batch.malformed().forEach(letter -> deadLetters.add(ScoringDeadLetter.of(letter.record(), letter.reason())));
        return new Scored(predictions, deadLetters);
    }

    private Uni<Void> commit(Message<ConsumerRecords<byte[], byte[]>> message, Scored scored) {
        return transactions
                .<Void>withTransaction(message, emitter -> {
                    scored.predictions().forEach(prediction -> emitter.send(message(prediction)));
                    scored.deadLetters().forEach(emitter::send);
                    return Uni.createFrom().voidItem();
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
        return clients.getConsumer(CHANNEL)
                .committed(next.keySet().toArray(TopicPartition[]::new))
                .invoke(committed -> next.forEach((partition, offset) -> {
                    OffsetAndMetadata position = committed.get(partition);
                    if (position == null || position.offset() < offset) {
                        throw new IllegalStateException("the transaction of " + next + " was rolled back");
                    }
                }))
                .replaceWithVoid();
    }

    private void awaitDecisions() {
        try {
            if (!decisions.awaitCaughtUp(config.decisionsTimeout())) {
                throw new IllegalStateException(
                        "the decision log was not read to its end within " + config.decisionsTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the decision log", e);
        }
    }

    private void count(int records, Scored scored) {
        Instant now = clock.instant();
        metrics.batchCommitted(records, scored.deadLetters().size());
        scored.predictions().forEach(prediction -> metrics.predicted(prediction, now));
    }

    /**
     * Nothing was committed, and the consumer goes back to where it stood before: nothing is lost, nothing is twice.
     */
    private Uni<Void> readAgain(Message<?> message, Throwable failure) {
        metrics.batchRetried();
        if (isFatal(failure)) {
            LOG.error("the transactional producer cannot go on; ending so that a fresh process takes over", failure);
            Quarkus.asyncExit(1);
        }
        LOG.errorf(failure, "a batch could not be scored; it is read again in %s", config.retryPause());
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(config.retryPause())
                .chain(() -> clients.getConsumer(CHANNEL).resetToLastCommittedPositions())
                .chain(() -> Uni.createFrom().completionStage(message.nack(failure)));
    }

    /** Whether the producer refuses every further transaction: another one took its id, or the broker gave it up. */
    private static boolean isFatal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProducerFencedException
                    || cause instanceof InvalidProducerEpochException
                    || cause instanceof OutOfOrderSequenceException) {
                return true;
            }
        }
        return false;
    }

    private static Message<byte[]> message(PredictionMade prediction) {
        var headers = new RecordHeaders(EventHeaders.cloudEvent(
                Topics.PREDICTIONS_MADE, prediction.id(), DecisionPublisher.SOURCE, prediction.predictedAt()));
        var metadata = OutgoingKafkaRecordMetadata.<byte[]>builder()
                .withKey(prediction.model().getBytes(StandardCharsets.UTF_8))
                .withHeaders(headers)
                .build();
        return Message.of(EventCodec.write(prediction)).addMetadata(metadata);
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }
}
