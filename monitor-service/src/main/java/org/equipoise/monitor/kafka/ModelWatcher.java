package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.EventHeaders;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.canary.CanaryWatch;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.watch.Admission;
import org.equipoise.monitor.watch.AlertEvents;
import org.equipoise.monitor.watch.Condition;
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
    private final CanaryWatch canaries;
    private final LastResort lastResort;
    private final WatchedVersionCodec codec;
    private final Readable readable = new Readable();

    /** Of which the listener was not told yet. */
    private final Set<String> untold = new LinkedHashSet<>();

    /** Versions that no longer serve and whose alerts go on: what answers in their place says when they end. */
    private final Set<String> outlasting = new LinkedHashSet<>();

    private @Nullable State state;

    /** The stores, from the moment the processor is initialised. */
    private record State(
            VersionTable versions,
            KeyValueStore<String, byte[]> decisions,
            KeyValueStore<String, byte[]> studies,
            KeyValueStore<String, byte[]> alerts,
            SeenIds seen) {}

    ModelWatcher(
            CollapsePolicy policy,
            StudyPolicy studyPolicy,
            WatchListener listener,
            CanaryWatch canaries,
            LastResort lastResort) {
        this.policy = policy;
        this.studyPolicy = studyPolicy;
        this.listener = listener;
        this.canaries = canaries;
        this.lastResort = lastResort;
        codec = new WatchedVersionCodec(policy);
    }

    @Override
    public void init(ProcessorContext<String, WatchOutput> context) {
        super.init(context);
        var restored = new State(
                new VersionTable(context.getStateStore(WatchStores.VERSIONS), codec, readable),
                context.getStateStore(WatchStores.DECISIONS),
                context.getStateStore(WatchStores.STUDIES),
                context.getStateStore(WatchStores.ALERTS),
                new SeenIds(
                        context.getStateStore(WatchStores.SEEN),
                        studyPolicy.remembered(),
                        context::currentSystemTimeMs));
        state = restored;
        untold.clear();
        context.schedule(LOOKS_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
        outlasting.clear();
        guarded(
                "telling what was restored",
                () -> restored.versions().forEach(version -> {
                    listener.changed(version);
                    note(version);
                }));
    }

    @Override
    public void close() {
        State open = state;
        if (open != null && open.versions().isOpen()) {
            guarded(
                    "telling what is watched elsewhere",
                    () -> open.versions().forEach(version -> listener.released(version.model(), version.version())));
        }
    }

    private boolean guarded(String what, Runnable step) {
        return lastResort.look(what, Topics.PREDICTIONS_MADE, step);
    }

    @Override
    public void process(Record<String, WatchInput> record) {
        Origin origin = Origins.of(record.value().topic(), context(), record.headers());
        lastResort.process(origin, () -> take(record, origin), reason -> {
            // What was computed of it in memory is not in the stores, where everything is written last.
            stores().versions().forgetModel(record.key());
            refuse(record, origin, reason);
        });
    }

    private void take(Record<String, WatchInput> record, Origin origin) {
        WatchInput input = record.value();
        if (input instanceof WatchInput.Prediction prediction) {
            Optional<String> refusal = onPrediction(prediction.event());
            refusal.ifPresent(reason -> refuse(record, origin, reason));
        } else if (input instanceof WatchInput.Decision decision) {
            onDecision(decision.event()).ifPresent(reason -> refuse(record, origin, reason));
        } else if (input instanceof WatchInput.Replay replay) {
            onReplay(replay.event());
        }
    }

    private void refuse(Record<String, WatchInput> record, Origin origin, String reason) {
        byte[] key = record.key().getBytes(StandardCharsets.UTF_8);
        byte[] value = EventCodec.write(record.value().event());
        DeadLetter letter = DeadLetter.of(origin, key, value, record.headers(), reason);
        context().forward(new Record<>(record.key(), new WatchOutput.Refused(letter), nowMillis()));
    }

    /** Returns why it is not taken in, if it is not. */
    private Optional<String> onPrediction(PredictionMade prediction) {
        String id = prediction.model() + "/" + prediction.modelVersion();
        String studyKey = id + "/" + prediction.studyId();
        SeenIds seen = stores().seen();
        byte[] image = prediction.imageId().getBytes(StandardCharsets.UTF_8);
        byte[] closed = seen.of(closed(studyKey));
        OpenStudy open = closed == null ? study(studyKey) : null;
        // Of a study of one image, the mark that it is closed names the image, and no other mark is needed.
        boolean single = prediction.imagesInStudy() == 1 && closed == null && open == null;
        if (Arrays.equals(closed, image) || (!single && seen.contains(prediction.id()))) {
            listener.duplicate();
            return Optional.empty();
        }
        WatchedVersion known = stores().versions().of(id);
        if (known == null) {
            Optional<String> refusal = Admission.refusal(prediction.labels());
            if (refusal.isPresent()) {
                return refusal;
            }
        } else if (!known.labels().equals(prediction.labels())) {
            // They are not quoted: nobody knows what a producer wrote into them.
            return Optional.of("its " + prediction.labels().size() + " labels are not the "
                    + known.labels().size() + " that " + id + " answered with before");
        }
        WatchedVersion version = known == null ? discover(prediction) : known;
        boolean repeat = version.count(prediction);
        OpenStudy study = closed != null ? null : open == null ? begin(prediction, version) : open;
        if (study != null) {
            study.add(prediction, repeat);
        }
        OpenStudy complete = study != null && (single || study.complete()) ? study : null;
        List<AlertChanged> changes = complete == null ? List.of() : test(complete, version);
        // From here on it is written: nothing of a prediction with which something fails is.
        save(version, changes);
        if (single) {
            seen.add(closed(studyKey), image);
        } else {
            seen.add(prediction.id());
            if (complete != null) {
                close(studyKey);
            } else if (study != null) {
                stores().studies().put(studyKey, study.toBytes());
            }
        }
        if (version.evidenceDoubled()) {
            forward(explainedAnew(version));
        }
        return Optional.empty();
    }

    private @Nullable OpenStudy study(String key) {
        return readable.read(WatchStores.STUDIES, stores().studies().get(key), OpenStudy::fromBytes)
                .orElse(null);
    }

    private WatchedVersion discover(PredictionMade prediction) {
        long now = prediction.predictedAt().toEpochMilli();
        var version =
                new WatchedVersion(prediction.model(), prediction.modelVersion(), prediction.labels(), policy, now);
        Champion champion = champion(prediction.model());
        if (champion != null && champion.version().equals(version.version())) {
            version.promote(champion, Instant.ofEpochMilli(now));
        }
        List<AlertChanged> forgotten = told(version.id())
                .filter(alert -> alert.state() != AlertChanged.State.RESOLVED)
                .map(alert -> AlertEvents.forgotten(alert, now()))
                .toList();
        forward(forgotten);
        return version;
    }

    private @Nullable Champion champion(String model) {
        return readable.read(WatchStores.DECISIONS, stores().decisions().get(model), Readable.json(ModelDecided.class))
                .map(ModelDecided::champion)
                .orElse(null);
    }

    private OpenStudy begin(PredictionMade prediction, WatchedVersion version) {
        return OpenStudy.begin(version.labels().size(), prediction.imagesInStudy(), nowMillis());
    }

    private void close(String key) {
        stores().studies().delete(key);
        stores().seen().add(closed(key));
    }

    private List<AlertChanged> test(OpenStudy study, WatchedVersion version) {
        for (String id : List.copyOf(outlasting)) {
            WatchedVersion gone = stores().versions().of(id);
            if (gone != null && gone != version && gone.model().equals(version.model())) {
                save(
                        gone,
                        gone.addOfAnother(
                                version.labels(), study.answers(), study.scores(), study.predictedMillis(), now()));
            }
        }
        return version.add(study.answers(), study.scores(), study.predictedMillis(), now());
    }

    private void look(long wallClockMillis) {
        guarded("closing late studies", () -> closeLateStudies(wallClockMillis));
        guarded("telling of changed versions", () -> {
            for (String id : untold) {
                WatchedVersion version = stores().versions().of(id);
                if (version != null) {
                    listener.changed(version);
                }
            }
        });
        untold.clear();
    }

    /** A study that waited long enough counts with what it has; one that cannot be counted does not wait for ever. */
    private void closeLateStudies(long wallClockMillis) {
        long latest = wallClockMillis - studyPolicy.completeWithin().toMillis();
        List<String> late = new ArrayList<>();
        try (var all = stores().studies().all()) {
            all.forEachRemaining(entry -> {
                OpenStudy study = readable.read(WatchStores.STUDIES, entry.value, OpenStudy::fromBytes)
                        .orElse(null);
                if (study == null || study.openedMillis() <= latest) {
                    late.add(entry.key);
                }
            });
        }
        for (String key : late) {
            if (!guarded("closing a study", () -> closeLate(key))) {
                stores().versions().forget(versionOf(key));
                stores().studies().delete(key);
            }
        }
    }

    private void closeLate(String key) {
        OpenStudy study = study(key);
        WatchedVersion version = stores().versions().of(versionOf(key));
        // Of a version that is learned anew: it was counted in what is gone.
        if (study != null && version != null) {
            save(version, test(study, version));
        }
        close(key);
    }

    /** {@code model/version} of the key of a study, whose own id may be anything. */
    private static String versionOf(String studyKey) {
        return studyKey.substring(0, studyKey.indexOf('/', studyKey.indexOf('/') + 1));
    }

    /** Returns why it is not taken in, if it is not. */
    private Optional<String> onDecision(ModelDecided decision) {
        byte[] stored = EventCodec.write(decision);
        if (stored.length > StoredBytes.MOST) {
            return Optional.of("a decision of " + stored.length + " bytes, at most " + StoredBytes.MOST);
        }
        Champion champion = decision.champion();
        if (champion != null || decision.outcome() == Outcome.HELD) {
            for (WatchedVersion version : stores().versions().ofModel(decision.model())) {
                save(
                        version,
                        champion != null && version.version().equals(champion.version())
                                ? version.promote(champion, now())
                                : version.supersede(now()));
            }
        }
        stores().decisions().put(decision.model(), stored);
        return Optional.empty();
    }

    /** Of a version that answered nothing yet nothing is kept: the next replay comes. */
    private void onReplay(CanariesReplayed replay) {
        canaries.add(replay);
        WatchedVersion version = stores().versions().of(replay.model() + "/" + replay.version());
        if (version != null) {
            version.replayed(CanaryVerdict.of(replay));
            save(version, explainedAnew(version));
        }
    }

    /** The last change of every alert of a version. */
    private Stream<AlertChanged> told(String id) {
        List<AlertChanged> told = new ArrayList<>();
        try (var all = stores().alerts().range(id + "/", id + "0")) {
            all.forEachRemaining(
                    entry -> readable.read(WatchStores.ALERTS, entry.value, Readable.json(AlertChanged.class))
                            .ifPresent(told::add));
        }
        return told.stream();
    }

    /** Its firing alerts that are explained otherwise now. */
    private List<AlertChanged> explainedAnew(WatchedVersion version) {
        return told(version.id())
                .filter(told -> told.state() == AlertChanged.State.FIRING)
                .flatMap(told -> version.explainedAnew(told, now()).stream())
                .toList();
    }

    /** The listener hears of an alert at once, of anything else in a moment. */
    private void save(WatchedVersion version, List<AlertChanged> changes) {
        stores().versions().save(version);
        note(version);
        if (changes.isEmpty()) {
            untold.add(version.id());
        } else {
            forward(changes);
            guarded("telling of an alert", () -> listener.changed(version));
        }
    }

    private void note(WatchedVersion version) {
        if (version.condition() == Condition.SUPERSEDED && version.outlasts()) {
            outlasting.add(version.id());
        } else {
            outlasting.remove(version.id());
        }
    }

    private void forward(List<AlertChanged> changes) {
        for (AlertChanged step : changes) {
            AlertChanged change = step.state() == AlertChanged.State.RESOLVED ? asLastExplained(step) : step;
            stores().alerts().put(change.alertId(), StoredBytes.checked(change.alertId(), EventCodec.write(change)));
            var headers = new RecordHeaders(
                    EventHeaders.cloudEvent(Topics.ALERTS_CHANGED, change.changeId(), SOURCE, change.changedAt()));
            context().forward(new Record<>(change.alertId(), new WatchOutput.Alert(change), nowMillis(), headers));
        }
    }

    /** Who reads in the morning that it is over reads what lay behind it. */
    private AlertChanged asLastExplained(AlertChanged over) {
        return readable.read(
                        WatchStores.ALERTS, stores().alerts().get(over.alertId()), Readable.json(AlertChanged.class))
                .map(over::explainedAs)
                .orElse(over);
    }

    private static String closed(String studyKey) {
        return "closed " + studyKey;
    }

    private Instant now() {
        return Instant.ofEpochMilli(nowMillis());
    }

    private long nowMillis() {
        return context().currentSystemTimeMs();
    }

    private State stores() {
        return Objects.requireNonNull(state, "the processor is not initialised");
    }
}
