package org.equipoise.monitor.console.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.ImageErased;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelDeferred;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicFollower;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.console.ConsoleState;
import org.jboss.logging.Logger;

/**
 * Keeps the console's state up to date from the topics, in a thread of its own, from the first record on. Without a
 * consumer group: every instance of the service knows everything.
 */
public final class ConsoleFollower implements TopicFollower.Reading, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ConsoleFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Map<String, Taker<?>> takers;
    private final AtomicBoolean caughtUp;
    private final Consumer<String> removed;
    private final TopicFollower follower;

    /** Takes an event, and the id of its record where it matters. */
    private record Taker<T>(Class<T> type, BiConsumer<T, String> taker) {

        Taker(Class<T> type, Consumer<T> taker) {
            this(type, (event, id) -> taker.accept(event));
        }

        void take(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
            taker.accept(EventCodec.read(record.value(), type), id(record));
        }
    }

    /** A follower that does nothing before {@link #start}. */
    public ConsoleFollower(String bootstrapServers, ConsoleState state) {
        caughtUp = state.caughtUp();
        removed = state.datasets()::removed;
        takers = Map.ofEntries(
                Map.entry(Topics.TRAINING_REQUESTED, new Taker<>(TrainingRequested.class, state.runs()::requested)),
                Map.entry(Topics.TRAINING_PROGRESSED, new Taker<>(TrainingProgressed.class, state.runs()::progressed)),
                Map.entry(Topics.MODELS_TRAINED, new Taker<>(ModelTrained.class, state.models()::trained)),
                Map.entry(Topics.MODELS_DECIDED, new Taker<>(ModelDecided.class, state.models()::decided)),
                Map.entry(Topics.DIAGNOSES_MADE, new Taker<>(DiagnosisMade.class, state.diagnoses()::made)),
                Map.entry(
                        Topics.ALERTS_CHANGED,
                        new Taker<>(AlertChanged.class, alert -> state.alerts().note())),
                Map.entry(
                        Topics.ALERTS_SILENCED,
                        new Taker<>(
                                AlertsSilenced.class, silence -> state.alerts().note())),
                Map.entry(Topics.DATASETS_FROZEN, new Taker<>(DatasetFrozen.class, event -> {
                    state.datasets().frozen(event);
                    state.review().frozen(event);
                })),
                Map.entry(Topics.DATASETS_DECLARED, new Taker<>(DatasetDeclared.class, state.review()::declared)),
                Map.entry(Topics.LABELS_CHECKED, new Taker<>(LabelChecked.class, state.review()::checked)),
                Map.entry(Topics.IMAGES_ERASED, new Taker<>(ImageErased.class, state.review()::erased)),
                Map.entry(Topics.LABELS_SUSPECTED, new Taker<>(LabelSuspected.class, state.review()::suspected)),
                Map.entry(Topics.LABELS_DEFERRED, new Taker<>(LabelDeferred.class, state.review()::deferred)),
                Map.entry(Topics.IMAGES_INGESTED, new Taker<>(ImageIngested.class, state.studies()::ingested)),
                Map.entry(Topics.LABELS_SUBMITTED, new Taker<>(LabelSubmitted.class, (event, id) -> {
                    state.review().submitted(event);
                    state.answers().stored(id, event);
                })));
        follower = new TopicFollower("console-follower", bootstrapServers, List.copyOf(takers.keySet()), PAUSE, this);
    }

    /** Begins to follow. */
    public void start() {
        follower.start();
    }

    /** Until all is read that was there before, the state does not say what there is. */
    @Override
    public void opened(TopicReader reader) {
        reader.readToEnd(this::take);
        caughtUp.set(true);
    }

    @Override
    public void read(TopicReader reader) {
        reader.poll(POLL, this::take);
    }

    @Override
    public void failed(RuntimeException cause) {
        LOG.warnf("the console is behind, following again in %s: cause=%s", PAUSE, cause.getMessage());
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null && record.topic().equals(Topics.DATASETS_FROZEN) && record.key() != null) {
            removed.accept(record.key());
        }
        Taker<?> taker = takers.get(record.topic());
        if (taker == null || record.value() == null) {
            return;
        }
        try {
            taker.take(record);
        } catch (MalformedEventException e) {
            LOG.debugf("record skipped: topic=%s offset=%d reason=%s", record.topic(), record.offset(), e.getMessage());
        }
    }

    /** The event's CloudEvents id; empty where there is none. */
    private static String id(ConsumerRecord<String, byte[]> record) {
        Header header = record.headers().lastHeader(EventHeaders.ID);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        follower.close();
    }
}
