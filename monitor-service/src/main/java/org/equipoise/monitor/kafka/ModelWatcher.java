package org.equipoise.monitor.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.watch.OpenStudy;
import org.equipoise.monitor.watch.StudyPolicy;
import org.equipoise.monitor.watch.WatchListener;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersionCodec;
import org.jspecify.annotations.Nullable;

/**
 * Brings predictions and decisions to the {@link WatchedVersion} they concern, keeps it in the store, and forwards the
 * alerts that changed. All state is in the stores, so that it commits together with the alerts.
 */
final class ModelWatcher extends ContextualProcessor<String, WatchInput, String, WatchOutput> {

    private static final Duration LATE_STUDIES_EVERY = Duration.ofSeconds(1);
    private static final String SOURCE = "equipoise/monitor-service";

    private final CollapsePolicy policy;
    private final StudyPolicy studyPolicy;
    private final WatchListener listener;
    private final WatchedVersionCodec codec;

    private @Nullable State state;

    /** The stores, from the moment the processor is initialised. */
    private record State(
            KeyValueStore<String, byte[]> versions,
            KeyValueStore<String, byte[]> decisions,
            KeyValueStore<String, byte[]> studies,
            KeyValueStore<String, byte[]> alerts,
            SeenIds seen) {}

    ModelWatcher(CollapsePolicy policy, StudyPolicy studyPolicy, WatchListener listener) {
        this.policy = policy;
        this.studyPolicy = studyPolicy;
        this.listener = listener;
        codec = new WatchedVersionCodec(policy);
    }

    @Override
    public void init(ProcessorContext<String, WatchOutput> context) {
        super.init(context);
        var restored = new State(
                context.getStateStore(WatchStores.VERSIONS),
                context.getStateStore(WatchStores.DECISIONS),
                context.getStateStore(WatchStores.STUDIES),
                context.getStateStore(WatchStores.ALERTS),
                new SeenIds(context.getStateStore(WatchStores.SEEN), studyPolicy.remembered()));
        state = restored;
        context.schedule(LATE_STUDIES_EVERY, PunctuationType.WALL_CLOCK_TIME, this::closeLateStudies);
        try (var all = restored.versions().all()) {
            all.forEachRemaining(entry -> listener.changed(codec.read(entry.value)));
        }
    }

    @Override
    public void close() {
        State open = state;
        if (open != null && open.versions().isOpen()) {
            try (var all = open.versions().all()) {
                all.forEachRemaining(entry -> {
                    WatchedVersion version = codec.read(entry.value);
                    listener.released(version.model(), version.version());
                });
            }
        }
    }

    @Override
    public void process(Record<String, WatchInput> record) {
        WatchInput input = record.value();
        if (input instanceof WatchInput.Prediction prediction) {
            onPrediction(prediction.event(), record);
        } else if (input instanceof WatchInput.Decision decision) {
            onDecision(decision.event(), record.timestamp());
        } else if (input instanceof WatchInput.Replay replay) {
            onReplay(replay.event(), record.timestamp());
        }
    }

    private void onPrediction(PredictionMade prediction, Record<String, WatchInput> record) {
        SeenIds seen = stores().seen();
        if (seen.contains(prediction.id(), record.timestamp())) {
            listener.duplicate();
            return;
        }
        String id = prediction.model() + "/" + prediction.modelVersion();
        byte[] stored = stores().versions().get(id);
        WatchedVersion version = stored == null ? discover(prediction) : codec.read(stored);
        if (!version.labels().equals(prediction.labels())) {
            forwardDeadLetter(prediction, version, record);
            return;
        }
        seen.add(prediction.id(), record.timestamp());
        boolean repeat = version.count(prediction);
        String studyKey = id + "/" + prediction.studyId();
        if (!seen.contains(closed(studyKey), record.timestamp())) {
            addToStudy(studyKey, prediction, repeat, version, record.timestamp());
        }
        save(version);
    }

    private WatchedVersion discover(PredictionMade prediction) {
        long now = prediction.predictedAt().toEpochMilli();
        var version =
                new WatchedVersion(prediction.model(), prediction.modelVersion(), prediction.labels(), policy, now);
        Champion champion = champion(prediction.model());
        if (champion != null && champion.version().equals(version.version())) {
            version.promote(champion, Instant.ofEpochMilli(now));
        }
        return version;
    }

    private @Nullable Champion champion(String model) {
        byte[] stored = stores().decisions().get(model);
        if (stored == null) {
            return null;
        }
        try {
            return EventCodec.read(stored, ModelDecided.class).champion();
        } catch (MalformedEventException e) {
            throw new IllegalStateException("the stored decision about " + model + " cannot be read", e);
        }
    }

    private void addToStudy(
            String key, PredictionMade prediction, boolean repeat, WatchedVersion version, long timestamp) {
        KeyValueStore<String, byte[]> studies = stores().studies();
        byte[] stored = studies.get(key);
        OpenStudy study = stored == null
                ? OpenStudy.begin(
                        version.labels().size(),
                        prediction.imagesInStudy(),
                        context().currentSystemTimeMs())
                : OpenStudy.fromBytes(stored);
        study.add(prediction, repeat);
        if (study.complete()) {
            close(key, study, version, timestamp);
        } else {
            studies.put(key, study.toBytes());
        }
    }

    private void close(String key, OpenStudy study, WatchedVersion version, long timestamp) {
        stores().studies().delete(key);
        stores().seen().add(closed(key), timestamp);
        forward(version.add(study.answers(), study.scores(), study.predictedMillis(), now()), timestamp);
    }

    /** A study that waited long enough counts with what it has. */
    private void closeLateStudies(long wallClockMillis) {
        long latest = wallClockMillis - studyPolicy.completeWithin().toMillis();
        List<String> late = new ArrayList<>();
        try (var all = stores().studies().all()) {
            all.forEachRemaining(entry -> {
                if (OpenStudy.fromBytes(entry.value).openedMillis() <= latest) {
                    late.add(entry.key);
                }
            });
        }
        for (String key : late) {
            OpenStudy study = OpenStudy.fromBytes(
                    Objects.requireNonNull(stores().studies().get(key)));
            String id = key.substring(0, key.indexOf('/', key.indexOf('/') + 1));
            WatchedVersion version =
                    codec.read(Objects.requireNonNull(stores().versions().get(id)));
            close(key, study, version, wallClockMillis);
            save(version);
        }
    }

    private void onDecision(ModelDecided decision, long timestamp) {
        stores().decisions().put(decision.model(), EventCodec.write(decision));
        Champion champion = decision.champion();
        if (champion == null && decision.outcome() != Outcome.HELD) {
            return;
        }
        List<WatchedVersion> versions = new ArrayList<>();
        // "0" follows "/": exactly the keys that begin with the model's name and a slash.
        try (var all = stores().versions().range(decision.model() + "/", decision.model() + "0")) {
            all.forEachRemaining(entry -> versions.add(codec.read(entry.value)));
        }
        for (WatchedVersion version : versions) {
            List<AlertChanged> changes = champion != null && version.version().equals(champion.version())
                    ? version.promote(champion, now())
                    : version.supersede(now());
            forward(changes, timestamp);
            save(version);
        }
    }

    /**
     * Of a version that answered nothing yet nothing is kept: the next replay comes. Alerts that are explained
     * otherwise now are told again.
     */
    private void onReplay(CanariesReplayed replay, long timestamp) {
        byte[] stored = stores().versions().get(replay.model() + "/" + replay.version());
        if (stored != null) {
            WatchedVersion version = codec.read(stored);
            version.replayed(CanaryVerdict.of(replay));
            save(version);
            forward(explainedAnew(version), timestamp);
        }
    }

    private List<AlertChanged> explainedAnew(WatchedVersion version) {
        List<AlertChanged> changes = new ArrayList<>();
        try (var all = stores().alerts().range(version.id() + "/", version.id() + "0")) {
            all.forEachRemaining(entry -> {
                AlertChanged told = StoredVersions.alert(entry.value);
                if (told.state() == AlertChanged.State.FIRING) {
                    version.explainedAnew(told, now()).ifPresent(changes::add);
                }
            });
        }
        return changes;
    }

    private void save(WatchedVersion version) {
        stores().versions().put(version.id(), codec.write(version));
        listener.changed(version);
    }

    private void forward(List<AlertChanged> changes, long timestamp) {
        for (AlertChanged change : changes) {
            stores().alerts().put(change.alertId(), EventCodec.write(change));
            var headers = new RecordHeaders(
                    EventHeaders.cloudEvent(Topics.ALERTS_CHANGED, change.changeId(), SOURCE, change.changedAt()));
            context().forward(new Record<>(change.alertId(), new WatchOutput.Alert(change), timestamp, headers));
        }
    }

    private void forwardDeadLetter(PredictionMade prediction, WatchedVersion version, Record<String, ?> record) {
        String reason = "labels " + prediction.labels() + " differ from " + version.labels() + " that " + version.id()
                + " answered with before";
        var headers = new RecordHeaders(record.headers());
        context()
                .recordMetadata()
                .ifPresent(at -> EventHeaders.deadLetter(at.topic(), at.partition(), at.offset(), reason)
                        .forEach(headers::add));
        context()
                .forward(new Record<>(
                        record.key(), new WatchOutput.DeadLetter(prediction), record.timestamp(), headers));
    }

    private static String closed(String studyKey) {
        return "closed " + studyKey;
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }

    private State stores() {
        return Objects.requireNonNull(state, "the processor is not initialised");
    }
}
