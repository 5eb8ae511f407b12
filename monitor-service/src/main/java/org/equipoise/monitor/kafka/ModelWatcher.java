package org.equipoise.monitor.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.messaging.DeadLetter;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.canary.CanaryWatch;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.kafka.StudyTable.Arrival;
import org.equipoise.monitor.watch.Admission;
import org.equipoise.monitor.watch.OpenStudy;
import org.equipoise.monitor.watch.StudyPolicy;
import org.equipoise.monitor.watch.WatchListener;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersionCodec;
import org.jspecify.annotations.Nullable;

/**
 * Brings predictions, decisions and replays to the {@link WatchedVersion} they concern, keeps it in the store, and
 * forwards the alerts that changed; a diagnosis goes to the alert that it explains. All state is in the stores, so that
 * it commits together with the alerts.
 */
final class ModelWatcher extends ContextualProcessor<String, WatchInput, String, WatchOutput> {

    private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);

    private final CollapsePolicy policy;
    private final StudyPolicy studyPolicy;
    private final WatchListener listener;
    private final CanaryWatch canaries;
    private final LastResort lastResort;
    private final WatchedVersionCodec codec;
    private final Readable readable = new Readable();

    private @Nullable State state;

    /** What one task knows, from the moment the processor is initialised. */
    private record State(
            VersionTable versions, DecisionTable decisions, StudyTable studies, AlertTable alerts, VersionNews news) {}

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
        var seen = new SeenIds(
                context.getStateStore(WatchStores.SEEN), studyPolicy.remembered(), context::currentSystemTimeMs);
        var restored = new State(
                new VersionTable(context.getStateStore(WatchStores.VERSIONS), codec, readable),
                new DecisionTable(context.getStateStore(WatchStores.DECISIONS), readable),
                new StudyTable(
                        context.getStateStore(WatchStores.STUDIES), seen, readable, context::currentSystemTimeMs),
                new AlertTable(
                        context.getStateStore(WatchStores.ALERTS),
                        readable,
                        context::forward,
                        context::currentSystemTimeMs),
                new VersionNews(listener, lastResort));
        state = restored;
        context.schedule(LOOKS_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
        restored.news().restored(restored.versions());
    }

    @Override
    public void close() {
        State open = state;
        if (open != null && open.versions().isOpen()) {
            open.news().released(open.versions());
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
            state().versions().forgetModel(record.key());
            refuse(record, origin, reason);
        });
    }

    private void take(Record<String, WatchInput> record, Origin origin) {
        WatchInput input = record.value();
        if (input instanceof WatchInput.Prediction prediction) {
            onPrediction(prediction.event()).ifPresent(reason -> refuse(record, origin, reason));
        } else if (input instanceof WatchInput.Decision decision) {
            onDecision(decision.event()).ifPresent(reason -> refuse(record, origin, reason));
        } else if (input instanceof WatchInput.Replay replay) {
            onReplay(replay.event());
        } else if (input instanceof WatchInput.Finding finding) {
            onDiagnosis(finding.event());
        }
    }

    private void refuse(Record<String, WatchInput> record, Origin origin, String reason) {
        byte[] key = record.key().getBytes(StandardCharsets.UTF_8);
        byte[] value = EventCodec.write(record.value().event());
        DeadLetter letter = DeadLetter.of(origin, key, value, record.headers(), reason);
        context()
                .forward(new Record<>(
                        record.key(), new WatchOutput.Refused(letter), context().currentSystemTimeMs()));
    }

    /** Returns why it is not taken in, if it is not. */
    private Optional<String> onPrediction(PredictionMade prediction) {
        Arrival arrival = state().studies().arrival(prediction);
        if (arrival.duplicate()) {
            state().news().duplicate();
            return Optional.empty();
        }
        String id = prediction.model() + "/" + prediction.modelVersion();
        WatchedVersion known = state().versions().of(id);
        Optional<String> refusal = refusal(prediction, id, known);
        if (refusal.isPresent()) {
            return refusal;
        }
        WatchedVersion version = known == null ? discover(prediction) : known;
        OpenStudy study = state().studies().added(arrival, version.count(prediction));
        List<AlertChanged> changes =
                study != null && StudyTable.complete(arrival, study) ? test(study, version) : List.of();
        // From here on it is written: nothing of a prediction with which something fails is.
        save(version, changes);
        state().studies().save(arrival, study);
        if (version.evidenceDoubled()) {
            state().alerts().tell(state().alerts().explainedAnew(version));
        }
        return Optional.empty();
    }

    private static Optional<String> refusal(PredictionMade prediction, String id, @Nullable WatchedVersion known) {
        if (known == null) {
            return Admission.refusal(prediction.labels());
        }
        // They are not quoted: nobody knows what a producer wrote into them.
        return known.labels().equals(prediction.labels())
                ? Optional.empty()
                : Optional.of("its " + prediction.labels().size() + " labels are not the "
                        + known.labels().size() + " that " + id + " answered with before");
    }

    private WatchedVersion discover(PredictionMade prediction) {
        long now = prediction.predictedAt().toEpochMilli();
        var version =
                new WatchedVersion(prediction.model(), prediction.modelVersion(), prediction.labels(), policy, now);
        Champion champion = state().decisions().champion(prediction.model());
        if (champion != null && champion.version().equals(version.version())) {
            version.promote(champion, Instant.ofEpochMilli(now));
        }
        state().alerts().tell(state().alerts().forgotten(version));
        return version;
    }

    private List<AlertChanged> test(OpenStudy study, WatchedVersion version) {
        for (WatchedVersion gone : state().versions().outlasting(version)) {
            save(
                    gone,
                    gone.addOfAnother(
                            version.labels(), study.answers(), study.scores(), study.predictedMillis(), now()));
        }
        return version.add(study.answers(), study.scores(), study.predictedMillis(), now());
    }

    private void look(long wallClockMillis) {
        guarded("closing late studies", () -> closeLateStudies(wallClockMillis));
        state().news().tell(state().versions());
    }

    /** A study that waited long enough counts with what it has; one that cannot be counted does not wait for ever. */
    private void closeLateStudies(long wallClockMillis) {
        long latest = wallClockMillis - studyPolicy.completeWithin().toMillis();
        for (String key : state().studies().openedUntil(latest)) {
            if (!guarded("closing a study", () -> closeLate(key))) {
                state().versions().forget(StudyTable.versionOf(key));
                state().studies().forget(key);
            }
        }
    }

    private void closeLate(String key) {
        OpenStudy study = state().studies().open(key);
        WatchedVersion version = state().versions().of(StudyTable.versionOf(key));
        // Of a version that is learned anew: it was counted in what is gone.
        if (study != null && version != null) {
            save(version, test(study, version));
        }
        state().studies().close(key);
    }

    /** Returns why it is not taken in, if it is not. */
    private Optional<String> onDecision(ModelDecided decision) {
        Optional<String> refusal = DecisionTable.refusal(decision);
        if (refusal.isPresent()) {
            return refusal;
        }
        Champion champion = decision.champion();
        if (champion != null || decision.outcome() == Outcome.HELD) {
            for (WatchedVersion version : state().versions().ofModel(decision.model())) {
                save(
                        version,
                        champion != null && version.version().equals(champion.version())
                                ? version.promote(champion, now())
                                : version.supersede(now()));
            }
        }
        state().decisions().save(decision);
        return Optional.empty();
    }

    /** Of a version that answered nothing yet nothing is kept: the next replay comes. */
    private void onReplay(CanariesReplayed replay) {
        canaries.add(replay);
        WatchedVersion version = state().versions().of(replay.model() + "/" + replay.version());
        if (version != null) {
            version.replayed(CanaryVerdict.of(replay));
            save(version, state().alerts().explainedAnew(version));
        }
    }

    private void onDiagnosis(DiagnosisMade diagnosis) {
        state().alerts().tell(state().alerts().diagnosed(diagnosis));
    }

    private void save(WatchedVersion version, List<AlertChanged> changes) {
        state().versions().save(version);
        state().alerts().tell(changes);
        state().news().changed(version, !changes.isEmpty());
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }

    private State state() {
        return Objects.requireNonNull(state, "the processor is not initialised");
    }
}
