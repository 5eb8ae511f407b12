package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
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
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.LogLimit;
import org.equipoise.common.messaging.ProducerFailures;
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

    /** Of an outage of an hour: enough to see that it lasts. */
    private static final Duration ONE_LINE_EVERY = Duration.ofMinutes(1);

    private final IsolatingScorer isolating;
    private final DecisionLog decisions;
    private final KafkaTransactions<Object> transactions;
    private final KafkaClientService clients;
    private final TrainerMetrics metrics;
    private final ScoringConfig config;
    private final Clock clock;
    private final LogLimit limit;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        var named = new Thread(task, "scoring");
        named.setDaemon(true);
        return named;
    });

    ScoringConsumer(
            Scorer scorer,
            DecisionLog decisions,
            @Channel("predictions-made") KafkaTransactions<Object> transactions,
            KafkaClientService clients,
            TrainerMetrics metrics,
            ScoringConfig config,
            Clock clock) {
        isolating = new IsolatingScorer(scorer::score, metrics::unforeseen);
        this.decisions = decisions;
        this.transactions = transactions;
        this.clients = clients;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
        limit = new LogLimit(ONE_LINE_EVERY, clock);
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
    private record Scored(List<PredictionMade> predictions, List<DeadLetter> deadLetters) {}

    /** Outside the transaction, which a slow object store or a slow model would outlast. */
    private Scored score(ConsumerRecords<byte[], byte[]> records) {
        awaitDecisions();
        ScoringBatch batch = ScoringBatch.of(records, clock.instant());
        List<ScoringOutcome> outcomes = isolating.score(batch);
        List<PredictionMade> predictions = new ArrayList<>();
        List<DeadLetter> deadLetters = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            ConsumerRecord<byte[], byte[]> record = batch.record(i);
            outcomes.get(i)
                    .fold(
                            scored -> predictions.add(scored.prediction()),
                            unscorable -> deadLetters.add(DeadLetter.of(record, unscorable.reason())));
        }
        batch.malformed().forEach(this::leaveToIngest);
        return new Scored(predictions, deadLetters);
    }

    /** Ingest reads the same records by the same rules, and writes the dead letter of what is no event: one each. */
    private void leaveToIngest(ScoringBatch.Malformed malformed) {
        if (malformed.unforeseen()) {
            metrics.unforeseen(Topics.IMAGES_INGESTED);
        }
        limit.permit("malformed")
                .ifPresent(more -> LOG.warnf(
                        "a record of %s is no image to score: partition=%d offset=%d reason=%s"
                                + " (%d more since the last line); ingest writes its dead letter",
                        Topics.IMAGES_INGESTED,
                        malformed.record().partition(),
                        malformed.record().offset(),
                        malformed.reason(),
                        more));
    }

    private Uni<Void> commit(Message<ConsumerRecords<byte[], byte[]>> message, Scored scored) {
        return transactions
                .<Void>withTransaction(message, emitter -> {
                    scored.predictions().forEach(prediction -> emitter.send(message(prediction)));
                    scored.deadLetters().forEach(letter -> emitter.send(DeadLetters.message(letter)));
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

    /** What fails here changes nothing any more: the batch is committed. */
    private void count(int records, Scored scored) {
        try {
            Instant now = clock.instant();
            isolating.committed();
            metrics.batchCommitted(records, scored.deadLetters().size());
            scored.predictions().forEach(prediction -> metrics.predicted(prediction, now));
        } catch (RuntimeException e) {
            LOG.error("a batch was scored and committed, but not counted", e);
        }
    }

    /**
     * Nothing was committed, and the consumer goes back to where it stood before: nothing is lost, nothing is twice.
     */
    private Uni<Void> readAgain(Message<?> message, Throwable failure) {
        metrics.batchRetried();
        if (ProducerFailures.isFatal(failure)) {
            LOG.error("the transactional producer cannot go on; ending so that a fresh process takes over", failure);
            Quarkus.asyncExit(1);
        }
        limit.permit(failure.getClass().getName())
                .ifPresent(more -> LOG.errorf(
                        failure,
                        "a batch could not be scored; it is read again in %s (%d more of this kind since the last line)",
                        config.retryPause(),
                        more));
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(config.retryPause())
                .chain(() -> clients.getConsumer(CHANNEL).resetToLastCommittedPositions())
                .chain(() -> Uni.createFrom().completionStage(message.nack(failure)));
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
