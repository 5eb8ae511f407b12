package org.equipoise.monitor.console.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.console.ConsoleState;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the console's state up to date from the topics, in a thread of its own, from the first record on. Without a
 * consumer group: every instance of the service knows everything.
 */
public final class ConsoleFollower implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ConsoleFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final String bootstrapServers;
    private final Map<String, Taker<?>> takers;
    private final Thread thread;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean closed;
    private volatile @Nullable TopicReader current;

    private record Taker<T>(Class<T> type, Consumer<T> taker) {
        void take(byte[] value) throws MalformedEventException {
            taker.accept(EventCodec.read(value, type));
        }
    }

    /** A follower that does nothing before {@link #start}. */
    public ConsoleFollower(String bootstrapServers, ConsoleState state) {
        this.bootstrapServers = bootstrapServers;
        takers = Map.ofEntries(
                Map.entry(Topics.TRAINING_REQUESTED, new Taker<>(TrainingRequested.class, state.runs()::requested)),
                Map.entry(Topics.TRAINING_PROGRESSED, new Taker<>(TrainingProgressed.class, state.runs()::progressed)),
                Map.entry(Topics.MODELS_TRAINED, new Taker<>(ModelTrained.class, state.models()::trained)),
                Map.entry(Topics.MODELS_DECIDED, new Taker<>(ModelDecided.class, state.models()::decided)),
                Map.entry(
                        Topics.ALERTS_CHANGED,
                        new Taker<>(AlertChanged.class, alert -> state.alerts().note())),
                Map.entry(
                        Topics.ALERTS_SILENCED,
                        new Taker<>(
                                AlertsSilenced.class, silence -> state.alerts().note())),
                Map.entry(Topics.DATASETS_FROZEN, new Taker<>(DatasetFrozen.class, state.datasets()::frozen)),
                Map.entry(Topics.DATASETS_DECLARED, new Taker<>(DatasetDeclared.class, state.review()::declared)),
                Map.entry(Topics.LABELS_CHECKED, new Taker<>(LabelChecked.class, state.review()::checked)),
                Map.entry(Topics.LABELS_SUSPECTED, new Taker<>(LabelSuspected.class, state.review()::suspected)),
                Map.entry(Topics.LABELS_SUBMITTED, new Taker<>(LabelSubmitted.class, state.review()::submitted)));
        thread = new Thread(this::run, "console-follower");
        thread.setDaemon(true);
    }

    /** Begins to follow. */
    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            // From the beginning again after a failure: a record that was taken before changes nothing.
            try (var reader = new TopicReader(bootstrapServers, List.copyOf(takers.keySet()))) {
                current = reader;
                while (!closed) {
                    reader.poll(POLL, this::take);
                }
            } catch (WakeupException e) {
                LOG.debug("the console no longer follows");
            } catch (KafkaException | IllegalStateException e) {
                LOG.warnf("the console is behind, following again in %s: cause=%s", PAUSE, e.getMessage());
                pause();
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        Taker<?> taker = takers.get(record.topic());
        if (taker == null || record.value() == null) {
            return;
        }
        try {
            taker.take(record.value());
        } catch (MalformedEventException e) {
            LOG.debugf("record skipped: topic=%s offset=%d reason=%s", record.topic(), record.offset(), e.getMessage());
        }
    }

    private void pause() {
        try {
            stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        stopped.countDown();
        TopicReader reader = current;
        if (reader != null) {
            reader.wakeup();
        }
    }
}
