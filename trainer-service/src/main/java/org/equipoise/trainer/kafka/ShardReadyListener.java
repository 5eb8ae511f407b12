package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.equipoise.common.events.ShardReady;
import org.equipoise.common.messaging.TopicFollower;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.trainer.shards.ReadySignals;
import org.equipoise.trainer.shards.ShardSignals;
import org.jboss.logging.Logger;

/**
 * Listens for the shards of one run, from now on, without a consumer group: every trainer hears of every shard, and
 * what nobody heard is found in the store.
 */
final class ShardReadyListener implements ShardSignals, TopicFollower.Reading {

    private static final Logger LOG = Logger.getLogger(ShardReadyListener.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Brokers that are slower than this are not waited for: the store is looked at, too. */
    private static final Duration OPENING = Duration.ofSeconds(30);

    private final String runId;
    private final FollowedRecords records;
    private final ReadySignals signals;
    private final TopicFollower follower;
    private final FromNowOn fromNowOn = new FromNowOn();
    private final CountDownLatch listening = new CountDownLatch(1);

    private ShardReadyListener(String bootstrapServers, String runId, FollowedRecords records) {
        this.runId = runId;
        this.records = records;
        signals = new ReadySignals(runId);
        follower =
                new TopicFollower("shards-ready-" + runId, bootstrapServers, List.of(Topics.SHARDS_READY), PAUSE, this);
    }

    /** Comes back when every shard that is announced from now on will be heard of. */
    static ShardReadyListener start(String bootstrapServers, String runId, FollowedRecords records) {
        var listener = new ShardReadyListener(bootstrapServers, runId, records);
        listener.follower.start();
        listener.awaitOpening();
        return listener;
    }

    private void awaitOpening() {
        try {
            if (!listening.await(OPENING.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warnf("shards cannot be heard yet, the store is looked at instead; runId=%s", runId);
            }
        } catch (InterruptedException e) {
            // Whoever waits for the first shard finds out.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Optional<String> await(String key, Duration atMost) throws InterruptedException {
        return signals.await(key, atMost);
    }

    @Override
    public void opened(TopicReader reader) {
        fromNowOn.opened(reader);
        listening.countDown();
    }

    @Override
    public void read(TopicReader reader) {
        fromNowOn.poll(reader, POLL, this::heard);
    }

    @Override
    public void failed(RuntimeException cause) {
        LOG.warnf(cause, "shards cannot be heard, the store is looked at until they can; runId=%s", runId);
    }

    private void heard(ConsumerRecord<String, byte[]> record) {
        records.take(record, ShardReady.class, event -> {
            String refusal = event.refusal();
            if (refusal == null) {
                signals.ready(event.key());
            } else {
                signals.refused(event.key(), refusal);
            }
        });
    }

    @Override
    public void close() {
        follower.close();
    }
}
