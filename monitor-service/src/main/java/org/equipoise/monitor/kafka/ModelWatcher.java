package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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

    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
    private static final String SOURCE = "equipoise/monitor-service";

    private final CollapsePolicy policy;
    private final StudyPolicy studyPolicy;
    private final WatchListener listener;
    private final WatchedVersionCodec codec;

    /** Of which the listener was not told yet. */
    private final Set<String> untold = new LinkedHashSet<>();

    private @Nullable State state;

    /** The stores, from the moment the processor is initialised. */
    private record State(
            VersionTable versions,
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
                new VersionTable(context.getStateStore(WatchStores.VERSIONS), codec),
                context.getStateStore(WatchStores.DECISIONS),
                context.getStateStore(WatchStores.STUDIES),
                context.getStateStore(WatchStores.ALERTS),
                new SeenIds(context.getStateStore(WatchStores.SEEN), studyPolicy.remembered()));
        state = restored;
        untold.clear();
        context.schedule(LOOKS_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
        restored.versions().forEach(listener::changed);
    }

    @Override
    public void close() {
        State open = state;
        if (open != null && open.versions().isOpen()) {
            open.versions().forEach(version -> listener.released(version.model(), version.version()));
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
        String id = prediction.model() + "/" + prediction.modelVersion();
        String studyKey = id + "/" + prediction.studyId();
        SeenIds seen = stores().seen();
        byte[] image = prediction.imageId().getBytes(StandardCharsets.UTF_8);
        byte[] closed = seen.of(closed(studyKey), record.timestamp());
        byte[] open = closed == null ? stores().studies().get(studyKey) : null;
        // Of a study of one image, the mark that it is closed names the image, and no other mark is needed.
        boolean single = prediction.imagesInStudy() == 1 && closed == null && open == null;
        if (Arrays.equals(closed, image) || (!single && seen.contains(prediction.id(), record.timestamp()))) {
            listener.duplicate();
            return;
        }
        WatchedVersion known = stores().versions().of(id);
        WatchedVersion version = known == null ? discover(prediction) : known;
        if (!version.labels().equals(prediction.labels())) {
            forwardDeadLetter(prediction, version, record);
            return;
        }
        boolean repeat = version.count(prediction);
        List<AlertChanged> changes = List.of();
        if (single) {
            OpenStudy study = begin(prediction, version);
            study.add(prediction, repeat);
            seen.add(closed(studyKey), image, record.timestamp());
            changes = test(study, version);
        } else {
            seen.add(prediction.id(), record.timestamp());
            if (closed == null) {
                OpenStudy study = open == null ? begin(prediction, version) : OpenStudy.fromBytes(open);
                study.add(prediction, repeat);
                changes = keep(studyKey, study, version, record.timestamp());
            }
        }
        save(version, changes, record.timestamp());
        if (version.evidenceDoubled()) {
            forward(explainedAnew(version), record.timestamp());
        }
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

    private OpenStudy begin(PredictionMade prediction, WatchedVersion version) {
        return OpenStudy.begin(
                version.labels().size(), prediction.imagesInStudy(), context().currentSystemTimeMs());
    }

    private List<AlertChanged> keep(String key, OpenStudy study, WatchedVersion version, long timestamp) {
        if (study.complete()) {
            return close(key, study, version, timestamp);
        }
        stores().studies().put(key, study.toBytes());
        return List.of();
    }

    private List<AlertChanged> close(String key, OpenStudy study, WatchedVersion version, long timestamp) {
        stores().studies().delete(key);
        stores().seen().add(closed(key), timestamp);
        return test(study, version);
    }

    private List<AlertChanged> test(OpenStudy study, WatchedVersion version) {
        return version.add(study.answers(), study.scores(), study.predictedMillis(), now());
    }

    private void look(long wallClockMillis) {
        closeLateStudies(wallClockMillis);
        for (String id : untold) {
            WatchedVersion version = stores().versions().of(id);
            if (version != null) {
                listener.changed(version);
            }
        }
        untold.clear();
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
            WatchedVersion version = Objects.requireNonNull(stores().versions().of(id));
            save(version, close(key, study, version, wallClockMillis), wallClockMillis);
        }
    }

    private void onDecision(ModelDecided decision, long timestamp) {
        stores().decisions().put(decision.model(), EventCodec.write(decision));
        Champion champion = decision.champion();
        if (champion == null && decision.outcome() != Outcome.HELD) {
            return;
        }
        for (WatchedVersion version : stores().versions().ofModel(decision.model())) {
            List<AlertChanged> changes = champion != null && version.version().equals(champion.version())
                    ? version.promote(champion, now())
                    : version.supersede(now());
            save(version, changes, timestamp);
        }
    }

    /** Of a version that answered nothing yet nothing is kept: the next replay comes. */
    private void onReplay(CanariesReplayed replay, long timestamp) {
        WatchedVersion version = stores().versions().of(replay.model() + "/" + replay.version());
        if (version != null) {
            version.replayed(CanaryVerdict.of(replay));
            save(version, explainedAnew(version), timestamp);
        }
    }

    /** Its firing alerts that are explained otherwise now. */
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

    /** The listener hears of an alert at once, of anything else in a moment. */
    private void save(WatchedVersion version, List<AlertChanged> changes, long timestamp) {
        stores().versions().save(version);
        if (changes.isEmpty()) {
            untold.add(version.id());
        } else {
            listener.changed(version);
            forward(changes, timestamp);
        }
    }

    private void forward(List<AlertChanged> changes, long timestamp) {
        for (AlertChanged step : changes) {
            AlertChanged change = step.state() == AlertChanged.State.RESOLVED ? asLastExplained(step) : step;
            stores().alerts().put(change.alertId(), EventCodec.write(change));
            var headers = new RecordHeaders(
                    EventHeaders.cloudEvent(Topics.ALERTS_CHANGED, change.changeId(), SOURCE, change.changedAt()));
            context().forward(new Record<>(change.alertId(), new WatchOutput.Alert(change), timestamp, headers));
        }
    }

    /** Who reads in the morning that it is over reads what lay behind it. */
    private AlertChanged asLastExplained(AlertChanged over) {
        byte[] told = stores().alerts().get(over.alertId());
        return told == null ? over : over.explainedAs(StoredVersions.alert(told));
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
