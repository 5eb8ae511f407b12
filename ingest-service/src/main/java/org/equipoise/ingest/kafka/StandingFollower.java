package org.equipoise.ingest.kafka;

import java.time.Duration;
import java.util.List;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.ingest.datasets.DatasetCounts;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the counts up to date from the logs, in one thread of its own, from the first record on. */
public final class StandingFollower implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(StandingFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final long REFRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final String bootstrapServers;
    private final DatasetCounts counts;
    private final Runnable changed;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile @Nullable TopicReader current;

    /** @param changed called in the follower's thread, at most once a second, after counts have changed */
    public StandingFollower(String bootstrapServers, DatasetCounts counts, Runnable changed) {
        this.bootstrapServers = bootstrapServers;
        this.counts = counts;
        this.changed = changed;
        thread = new Thread(this::run, "standing-follower");
        thread.setDaemon(true);
    }

    /** Begins to follow. */
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        stopping = true;
        TopicReader reader = current;
        if (reader != null) {
            reader.wakeup();
        }
    }

    private void run() {
        while (!stopping) {
            try (var reader =
                    new TopicReader(bootstrapServers, List.of(Topics.DATASETS_DECLARED, Topics.LABELS_CHECKED))) {
                current = reader;
                follow(reader);
            } catch (WakeupException e) {
                return;
            } catch (KafkaException | IllegalStateException e) {
                // A topic that does not exist yet leaves the reader without anything to follow.
                LOG.warnf("counts are behind, following again in %s: cause=%s", PAUSE, e.getMessage());
                pause();
            }
        }
    }

    private void follow(TopicReader reader) {
        boolean[] dirty = new boolean[1];
        long refreshed = System.nanoTime() - REFRESH_NANOS;
        while (!stopping) {
            reader.poll(POLL, record -> dirty[0] |= take(record));
            if (dirty[0] && System.nanoTime() - refreshed >= REFRESH_NANOS) {
                changed.run();
                dirty[0] = false;
                refreshed = System.nanoTime();
            }
        }
    }

    private boolean take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return false;
        }
        try {
            if (record.topic().equals(Topics.DATASETS_DECLARED)) {
                counts.declared(EventCodec.read(record.value(), DatasetDeclared.class));
            } else {
                counts.checked(EventCodec.read(record.value(), LabelChecked.class));
            }
            return true;
        } catch (MalformedEventException e) {
            LOG.debugf("record skipped: topic=%s offset=%d reason=%s", record.topic(), record.offset(), e.getMessage());
            return false;
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            stopping = true;
        }
    }
}
