package org.equipoise.trainer.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.equipoise.common.events.ShardReady;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.trainer.shards.ReadySignals;
import org.equipoise.trainer.shards.ShardSignals;
import org.jboss.logging.Logger;

/**
 * Listens for the shards of one run, from now on, without a consumer group: every trainer hears of every shard, and
 * what nobody heard is found in the store.
 */
final class ShardReadyListener implements ShardSignals {

    private static final Logger LOG = Logger.getLogger(ShardReadyListener.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final String runId;
    private final ReadySignals signals;
    private final TrainingPublisher publisher;
    private final TopicReader reader;
    private final Thread thread;

    private ShardReadyListener(String bootstrapServers, String runId, TrainingPublisher publisher) {
        this.runId = runId;
        this.publisher = publisher;
        signals = new ReadySignals(runId);
        reader = new TopicReader(bootstrapServers, List.of(Topics.SHARDS_READY));
        reader.seekToEnd();
        thread = new Thread(this::listen, "shards-ready-" + runId);
        thread.setDaemon(true);
    }

    static ShardReadyListener start(String bootstrapServers, String runId, TrainingPublisher publisher) {
        var listener = new ShardReadyListener(bootstrapServers, runId, publisher);
        listener.thread.start();
        return listener;
    }

    @Override
    public Optional<String> await(String key, Duration atMost) throws InterruptedException {
        return signals.await(key, atMost);
    }

    private void listen() {
        try (reader) {
            while (!Thread.currentThread().isInterrupted()) {
                reader.poll(POLL, this::heard);
            }
        } catch (WakeupException e) {
            // Closed: there is nothing more to hear.
            LOG.debugf("no longer listening for shards; runId=%s", runId);
        } catch (KafkaException e) {
            LOG.warnf(e, "cannot listen for shards any more, the store is looked at instead; runId=%s", runId);
        }
    }

    private void heard(ConsumerRecord<String, byte[]> record) {
        try {
            ShardReady event = EventCodec.read(record.value(), ShardReady.class);
            String refusal = event.refusal();
            if (refusal == null) {
                signals.ready(event.key());
            } else {
                signals.refused(event.key(), refusal);
            }
        } catch (MalformedEventException e) {
            publisher.deadLetter(record, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        reader.wakeup();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
