package org.equipoise.monitor.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.alerting.Silences;
import org.equipoise.monitor.notice.Notice;
import org.equipoise.monitor.notice.NoticeBacklog;
import org.equipoise.monitor.notice.Receiver;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the receiver of alerts, each change at least once. What is still to be told is in a store; what is on its way
 * is only in memory, so that it is told again after a restart. Nothing here waits for the receiver: the watching runs
 * in the same thread.
 */
final class Notifier extends ContextualProcessor<String, byte[], String, byte[]> {

    private static final Logger LOG = Logger.getLogger(Notifier.class);
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
    private static final String SOURCE = "equipoise/monitor-service";

    private final @Nullable Receiver receiver;
    private final NoticeBacklog backlog;
    private final Map<String, String> onTheirWay = new HashMap<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    private @Nullable KeyValueStore<String, byte[]> store;

    /** What became of one change; {@code failure} is null where it was taken. */
    private record Answer(AlertChanged change, @Nullable Throwable failure) {}

    /** @param receiver null where nobody is to be told */
    Notifier(@Nullable Receiver receiver, NoticeBacklog backlog) {
        this.receiver = receiver;
        this.backlog = backlog;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        super.init(context);
        store = context.getStateStore(WatchStores.NOTICES);
        if (receiver != null) {
            notices().forEach(backlog::now);
        }
        context.schedule(LOOKS_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
    }

    @Override
    public void close() {
        if (store != null && store.isOpen()) {
            notices().forEach(notice -> backlog.forget(notice.alert().alertId()));
        }
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (receiver == null) {
            return;
        }
        AlertChanged change;
        try {
            change = EventCodec.read(record.value(), AlertChanged.class);
        } catch (MalformedEventException e) {
            giveUp(record.key(), record.value(), String.valueOf(e.getMessage()), record.timestamp());
            return;
        }
        Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        keep(change.alertId(), Notice.after(read(change.alertId()), change, now));
    }

    private void look(long wallClockMillis) {
        Receiver told = receiver;
        if (told == null) {
            // Left by a receiver that was configured before: one that comes later is not told old news.
            notices().forEach(notice -> opened().delete(notice.alert().alertId()));
            return;
        }
        Instant now = Instant.ofEpochMilli(wallClockMillis);
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            take(answer, now);
        }
        List<AlertsSilenced> known = silences();
        Silences silences = () -> known;
        for (Notice notice : notices()) {
            AlertChanged alert = notice.alert();
            String id = alert.alertId();
            boolean silenced = silences.over(alert.model(), alert.kind(), now).isPresent();
            if (notice.needless(silenced)) {
                keep(id, Optional.empty());
            } else if (notice.hopeless(now)) {
                giveUp(id, EventCodec.write(alert), "the receiver did not take it for a day", wallClockMillis);
                keep(id, Optional.empty());
            } else if (silenced) {
                backlog.forget(id);
            } else {
                backlog.now(notice);
                if (notice.due(now) && !alert.changeId().equals(onTheirWay.get(id))) {
                    tell(told, alert);
                }
            }
        }
    }

    private void tell(Receiver told, AlertChanged alert) {
        onTheirWay.put(alert.alertId(), alert.changeId());
        told.tell(alert).whenComplete((nothing, failure) -> answers.add(new Answer(alert, failure)));
    }

    private void take(Answer answer, Instant now) {
        String id = answer.change().alertId();
        String changeId = answer.change().changeId();
        onTheirWay.remove(id, changeId);
        Throwable failure = answer.failure();
        if (failure == null) {
            backlog.delivered();
        } else {
            backlog.failed();
            LOG.warnf("the receiver of alerts did not take one: alert=%s cause=%s", id, failure.getMessage());
        }
        Notice notice = read(id);
        if (notice != null) {
            keep(id, failure == null ? notice.delivered(changeId) : Optional.of(notice.failed(changeId, now)));
        }
    }

    private void keep(String alertId, Optional<Notice> notice) {
        if (notice.isPresent()) {
            opened().put(alertId, EventCodec.write(notice.get()));
            backlog.now(notice.get());
        } else {
            opened().delete(alertId);
            backlog.forget(alertId);
        }
    }

    private void giveUp(String alertId, byte[] value, String reason, long timestamp) {
        var headers = new RecordHeaders(EventHeaders.cloudEvent(
                Topics.ALERTS_CHANGED,
                alertId + "/" + timestamp,
                SOURCE,
                Instant.ofEpochMilli(context().currentSystemTimeMs())));
        EventHeaders.deadLetter(
                        Topics.ALERTS_CHANGED,
                        context().taskId().partition(),
                        context().recordMetadata().map(at -> at.offset()).orElse(-1L),
                        reason)
                .forEach(headers::add);
        context().forward(new Record<>(alertId, value, timestamp, headers));
    }

    private List<AlertsSilenced> silences() {
        TimestampedKeyValueStore<String, byte[]> table = context().getStateStore(WatchStores.SILENCES);
        List<AlertsSilenced> silences = new ArrayList<>();
        try (var all = table.all()) {
            all.forEachRemaining(entry -> StoredSilences.silence(KeyValue.pair(entry.key, entry.value.value()))
                    .ifPresent(silences::add));
        }
        return silences;
    }

    private List<Notice> notices() {
        List<Notice> notices = new ArrayList<>();
        try (var all = opened().all()) {
            all.forEachRemaining(entry -> notices.add(decode(entry.value)));
        }
        return notices;
    }

    private @Nullable Notice read(String alertId) {
        byte[] stored = opened().get(alertId);
        return stored == null ? null : decode(stored);
    }

    private static Notice decode(byte[] stored) {
        try {
            return EventCodec.read(stored, Notice.class);
        } catch (MalformedEventException e) {
            throw new IllegalStateException("a stored notice cannot be read", e);
        }
    }

    private KeyValueStore<String, byte[]> opened() {
        return Objects.requireNonNull(store, "the processor is not initialised");
    }
}
