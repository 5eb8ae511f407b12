package org.equipoise.ingest.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicFollower;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.datasets.DatasetCounts;
import org.equipoise.ingest.labelling.CheckObserver;
import org.jboss.logging.Logger;

/**
 * Keeps the counts up to date from the logs, in one thread of its own, from the first record on. What cannot be read is
 * left out; its dead letter is written by whoever reads the topic with a place that is kept.
 */
public final class StandingFollower implements TopicFollower.Reading, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(StandingFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final long REFRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final DatasetCounts counts;
    private final InstantSource clock;
    private final CheckObserver observer;
    private final Runnable changed;
    private final TopicFollower follower;
    private boolean dirty;
    private long refreshed = System.nanoTime() - REFRESH_NANOS;

    /** @param changed called in the follower's thread, at most once a second, after counts have changed */
    public StandingFollower(
            String bootstrapServers,
            DatasetCounts counts,
            InstantSource clock,
            CheckObserver observer,
            Runnable changed) {
        this.counts = counts;
        this.clock = clock;
        this.observer = observer;
        this.changed = changed;
        follower = new TopicFollower(
                "standing-follower",
                bootstrapServers,
                List.of(Topics.DATASETS_DECLARED, Topics.LABELS_CHECKED),
                PAUSE,
                this);
    }

    /** Begins to follow. */
    public void start() {
        follower.start();
    }

    @Override
    public void close() {
        follower.close();
    }

    @Override
    public void read(TopicReader reader) {
        reader.poll(POLL, record -> dirty |= take(record));
        if (dirty && System.nanoTime() - refreshed >= REFRESH_NANOS) {
            Observed.safely(changed);
            dirty = false;
            refreshed = System.nanoTime();
        }
    }

    @Override
    public void failed(RuntimeException cause) {
        // A topic that does not exist yet leaves the reader without anything to follow.
        LOG.warnf("counts are behind, following again in %s: cause=%s", PAUSE, cause.getMessage());
    }

    private boolean take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return record.topic().equals(Topics.LABELS_CHECKED) && record.key() != null && counts.erased(record.key());
        }
        try {
            if (record.topic().equals(Topics.DATASETS_DECLARED)) {
                counts.declared(EventCodec.read(record.value(), DatasetDeclared.class, clock.instant()));
            } else {
                counts.checked(EventCodec.read(record.value(), LabelChecked.class));
            }
            return true;
        } catch (MalformedEventException e) {
            LOG.warnf(
                    "record skipped: topic=%s partition=%d offset=%d reason=%s",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
            Observed.safely(() -> observer.skipped(record.topic()));
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(
                    e,
                    "record skipped: topic=%s partition=%d offset=%d",
                    record.topic(),
                    record.partition(),
                    record.offset());
            Observed.safely(() -> observer.unforeseen(record.topic()));
            return false;
        }
    }
}
