package org.equipoise.trainer.kafka;

import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.Dated;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.LogLimit;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.trainer.metrics.TrainerMetrics;
import org.jboss.logging.Logger;

/**
 * Records of topics that the trainer only follows. One that cannot be read or handled is counted and left out, so that
 * those behind it are heard. It becomes no dead letter here: the monitor, which follows every topic, writes that.
 */
@ApplicationScoped
class FollowedRecords {

    private static final Logger LOG = Logger.getLogger(FollowedRecords.class);
    private static final Duration ONE_LINE_EVERY = Duration.ofMinutes(1);

    private final TrainerMetrics metrics;
    private final Clock clock;
    private final LogLimit limit;

    FollowedRecords(TrainerMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        limit = new LogLimit(ONE_LINE_EVERY, clock);
    }

    /** Hands a record on as the event that its topic promises, if it is one. */
    <T extends Dated> void take(ConsumerRecord<String, byte[]> record, Class<T> type, Consumer<T> handler) {
        try {
            handler.accept(EventCodec.read(record.value(), type, clock.instant()));
        } catch (MalformedEventException e) {
            metrics.skipped(record.topic());
            say(record, "malformed", e);
        } catch (RuntimeException e) {
            // The last resort: what follows would read it again for ever, and nothing behind it.
            metrics.unforeseen(record.topic());
            say(record, e.getClass().getName(), e);
        }
    }

    private void say(ConsumerRecord<String, byte[]> record, String kind, Exception why) {
        OptionalLong before = limit.permit(record.topic() + " " + kind);
        if (before.isPresent()) {
            LOG.warnf(
                    why instanceof MalformedEventException ? null : why,
                    "record left out: topic=%s partition=%d offset=%d reason=%s (%d more of this kind since the last line)",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    why.getMessage(),
                    before.getAsLong());
        }
    }
}
