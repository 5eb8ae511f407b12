package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;
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

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.DeadLetter.Origin;
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
final class Notifier extends ContextualProcessor<byte[], byte[], String, DeadLetter> {

    private static final Logger LOG = Logger.getLogger(Notifier.class);
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
    private static final String SOURCE = "equipoise/monitor-service";

    private final @Nullable Receiver receiver;
    private final NoticeBacklog backlog;
    private final LastResort lastResort;
    private final Readable readable = new Readable();
    private final Map<String, String> onTheirWay = new HashMap<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    private @Nullable KeyValueStore<String, byte[]> store;

    /** What became of one change; {@code failure} is null where it was taken. */
    private record Answer(AlertChanged change, @Nullable Throwable failure) {}

    /** @param receiver null where nobody is to be told */
    Notifier(@Nullable Receiver receiver, NoticeBacklog backlog, LastResort lastResort) {
        this.receiver = receiver;
        this.backlog = backlog;
        this.lastResort = lastResort;
    }

    @Override
    public void init(ProcessorContext<String, DeadLetter> context) {
        super.init(context);
        store = context.getStateStore(WatchStores.NOTICES);
        if (receiver != null) {
            notices().forEach(backlog::now);
        }
        context.schedule(
                LOOKS_EVERY,
                PunctuationType.WALL_CLOCK_TIME,
                now -> lastResort.look("telling the receiver of alerts", Topics.ALERTS_CHANGED, () -> look(now)));
    }

    @Override
    public void close() {
        if (store != null && store.isOpen()) {
            notices().forEach(notice -> backlog.forget(notice.alert().alertId()));
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Origin origin = Origins.of(Topics.ALERTS_CHANGED, context(), record.headers());
        Optional<DeadLetter> refused = lastResort.of(
                origin, () -> take(record, origin), reason -> Optional.of(letter(record, origin, reason)));
        refused.ifPresent(this::forward);
    }

    /** Whether or not somebody is to be told: what is no alert is a dead letter. */
    private Optional<DeadLetter> take(Record<byte[], byte[]> record, Origin origin) {
        Instant now = Instant.ofEpochMilli(context().currentSystemTimeMs());
        AlertChanged change;
        try {
            change = EventCodec.read(record.value(), AlertChanged.class, now);
        } catch (MalformedEventException e) {
            return Optional.of(letter(record, origin, String.valueOf(e.getMessage())));
        }
        if (receiver != null) {
            keep(change.alertId(), Notice.after(read(change.alertId()), change, now));
        }
        return Optional.empty();
    }

    private static DeadLetter letter(Record<byte[], byte[]> record, Origin origin, String reason) {
        return DeadLetter.of(origin, record.key(), record.value(), record.headers(), reason);
    }

    private void forward(DeadLetter letter) {
        context().forward(new Record<>(letter.topic(), letter, context().currentSystemTimeMs()));
    }

    private void look(long wallClockMillis) {
        Receiver told = receiver;
        if (told == null) {
            // Left by a receiver that was configured before: one that comes later is not told old news.
            forget();
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
                giveUp(alert, now);
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
            opened().put(alertId, StoredBytes.checked(alertId, EventCodec.write(notice.get())));
            backlog.now(notice.get());
        } else {
            opened().delete(alertId);
            backlog.forget(alertId);
        }
    }

    private void giveUp(AlertChanged alert, Instant now) {
        var origin = new Origin(Topics.ALERTS_CHANGED, context().taskId().partition(), -1);
        var headers = EventHeaders.cloudEvent(Topics.ALERTS_CHANGED, alert.alertId() + "/" + now, SOURCE, now);
        forward(DeadLetter.of(
                origin,
                alert.alertId().getBytes(StandardCharsets.UTF_8),
                EventCodec.write(alert),
                headers,
                "the receiver did not take it for a day"));
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

    private void forget() {
        List<String> ids = new ArrayList<>();
        try (var all = opened().all()) {
            all.forEachRemaining(entry -> ids.add(entry.key));
        }
        ids.forEach(opened()::delete);
    }

    private List<Notice> notices() {
        List<Notice> notices = new ArrayList<>();
        try (var all = opened().all()) {
            all.forEachRemaining(entry -> decode(entry.value).ifPresent(notices::add));
        }
        return notices;
    }

    private @Nullable Notice read(String alertId) {
        return decode(opened().get(alertId)).orElse(null);
    }

    private Optional<Notice> decode(byte @Nullable [] stored) {
        return readable.read(WatchStores.NOTICES, stored, Readable.json(Notice.class));
    }

    private KeyValueStore<String, byte[]> opened() {
        return Objects.requireNonNull(store, "the processor is not initialised");
    }
}
