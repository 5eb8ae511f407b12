package org.equipoise.trainer.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Unforeseen;
import org.equipoise.trainer.scoring.ScoringOutcome;
import org.jboss.logging.Logger;

/**
 * The last resort of scoring: a batch that fails in a way that nobody foresaw is scored image by image, and an image
 * that fails alone is put aside with what is known of the fault. Outages go on to the caller. For one thread.
 */
final class IsolatingScorer {

    private static final Logger LOG = Logger.getLogger(IsolatingScorer.class);

    /** Memory may lack because of others; an image that lacks it so often in batches of its own lacks it for ever. */
    static final int MOST_TRIES_WITHOUT_MEMORY = 3;

    private final Function<List<ImageIngested>, List<ScoringOutcome>> scorer;
    private final Consumer<String> unforeseen;
    private final Map<Origin, Integer> withoutMemory = new HashMap<>();

    /** @param unforeseen is told the topic of each record that is put aside */
    IsolatingScorer(Function<List<ImageIngested>, List<ScoringOutcome>> scorer, Consumer<String> unforeseen) {
        this.scorer = scorer;
        this.unforeseen = unforeseen;
    }

    /** One outcome for each image of the batch, in order. */
    List<ScoringOutcome> score(ScoringBatch batch) {
        List<ScoringOutcome> together;
        try {
            together = scorer.apply(batch.images());
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            if (e instanceof RuntimeException failure && Outages.isOutage(failure)) {
                throw e;
            }
            LOG.warnf(
                    e,
                    "a batch of %d images failed, it is scored one by one",
                    batch.images().size());
            together = new ArrayList<>();
            for (int i = 0; i < batch.images().size(); i++) {
                together.add(alone(batch.record(i), batch.images().get(i)));
            }
        }
        return together.stream().map(IsolatingScorer::bounded).toList();
    }

    private ScoringOutcome alone(ConsumerRecord<byte[], byte[]> record, ImageIngested image) {
        try {
            return scorer.apply(List.of(image)).get(0);
        } catch (OutOfMemoryError e) {
            var origin = new Origin(record.topic(), record.partition(), record.offset());
            if (withoutMemory.merge(origin, 1, Integer::sum) < MOST_TRIES_WITHOUT_MEMORY) {
                throw e;
            }
            return aside(record, e);
        } catch (RuntimeException | StackOverflowError e) {
            if (e instanceof RuntimeException failure && Outages.isOutage(failure)) {
                throw e;
            }
            return aside(record, e);
        }
    }

    private ScoringOutcome aside(ConsumerRecord<byte[], byte[]> record, Throwable e) {
        unforeseen.accept(record.topic());
        return new ScoringOutcome.Unscorable(Unforeseen.reason(e));
    }

    /** A prediction that the brokers would not take would abort its batch for ever. */
    private static ScoringOutcome bounded(ScoringOutcome outcome) {
        return outcome.fold(
                scored -> {
                    int bytes = EventCodec.write(scored.prediction()).length;
                    return bytes <= DeadLetter.MOST_VALUE_BYTES
                            ? scored
                            : new ScoringOutcome.Unscorable(
                                    "the prediction has " + bytes + " bytes, more than " + DeadLetter.MOST_VALUE_BYTES);
                },
                unscorable -> unscorable);
    }

    /** What was tried lies behind. */
    void committed() {
        withoutMemory.clear();
    }
}
