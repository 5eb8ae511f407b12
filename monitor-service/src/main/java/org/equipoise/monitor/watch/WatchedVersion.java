package org.equipoise.monitor.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.monitor.alerting.AlertStep;
import org.equipoise.monitor.attribution.Attribution;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.equipoise.monitor.collapse.StudyScores;
import org.equipoise.monitor.collapse.Suspicion;
import org.equipoise.monitor.rhythm.RhythmPolicy;
import org.equipoise.monitor.rhythm.Rhythms;
import org.jspecify.annotations.Nullable;

/**
 * One version of one model, as the monitor knows it: what it answered, whether it serves, and what its
 * {@linkplain VersionTests tests} say. Of a version without a reference only the probabilities are tested at first,
 * then also the classes, against what its first studies looked like. Not thread-safe.
 */
public final class WatchedVersion {

    private final String model;
    private final String version;
    private final List<String> labels;
    private final CollapsePolicy policy;
    private final VersionCounts counts;
    private final RecentShares recent;
    private final VersionTests tests;
    private boolean superseded;
    private long conditionSinceMillis;

    /** A version of which nothing was seen before {@code atMillis}. */
    public WatchedVersion(String model, String version, List<String> labels, CollapsePolicy policy, long atMillis) {
        this(
                model,
                version,
                List.copyOf(labels),
                policy,
                new VersionCounts(labels.size()),
                new RecentShares(labels.size()),
                new VersionTests(List.copyOf(labels), policy),
                false,
                atMillis);
    }

    /** A version as it was. */
    WatchedVersion(
            String model,
            String version,
            List<String> labels,
            CollapsePolicy policy,
            VersionCounts counts,
            RecentShares recent,
            VersionTests tests,
            boolean superseded,
            long conditionSinceMillis) {
        this.model = model;
        this.version = version;
        this.labels = labels;
        this.policy = policy;
        this.counts = counts;
        this.recent = recent;
        this.tests = tests;
        this.superseded = superseded;
        this.conditionSinceMillis = conditionSinceMillis;
    }

    /**
     * Counts one prediction; its study is tested once it is complete.
     *
     * @return whether its probabilities equal those of the prediction before, bit by bit
     */
    public boolean count(PredictionMade prediction) {
        if (!superseded) {
            tests.count(prediction);
        }
        return counts.add(prediction);
    }

    /**
     * Takes in one study.
     *
     * @param predictedMillis when its last image was predicted, epoch milliseconds
     * @param now the time to write into the alerts
     * @return the alerts that changed, in order
     */
    public List<AlertChanged> add(StudyAnswers study, StudyScores outputs, long predictedMillis, Instant now) {
        counts.addStudy();
        recent.add(study, policy.recentStudies());
        if (superseded) {
            return List.of();
        }
        Condition before = condition();
        List<AlertStep> steps = tests.add(study, outputs, predictedMillis);
        return steps.isEmpty() ? List.of() : publish(steps, before, now);
    }

    /**
     * Takes in a study that another version answered, which serves in the place of this one: an alert that outlasts its
     * version ends when that version's answers are healthy. Without effect on alerts that do not.
     *
     * @param classes of that version; where they are others, its answers say nothing here
     */
    public List<AlertChanged> addOfAnother(
            List<String> classes, StudyAnswers study, StudyScores outputs, long predictedMillis, Instant now) {
        return outlasts() && classes.equals(labels)
                ? publish(tests.addOfAnother(study, outputs, predictedMillis), condition(), now)
                : List.of();
    }

    /**
     * Whether alerts of this version go on although another one serves, or none: their cause is the input or what is
     * done with it, and the next version is fed the same.
     */
    public boolean outlasts() {
        Attribution behind = superseded && lastCondition().sick() ? attribution() : null;
        return behind != null && (behind.cause() == Cause.INPUT || behind.cause() == Cause.PREPROCESSING);
    }

    /** Takes in what a replay of its canaries says. */
    public void replayed(CanaryVerdict verdict) {
        if (!superseded) {
            tests.replayed(verdict);
        }
    }

    /**
     * An alert of this version as it is explained now.
     *
     * @return empty where the cause is the one that was told
     */
    public Optional<AlertChanged> explainedAnew(AlertChanged told, Instant now) {
        return Optional.of(AlertEvents.explained(this, told, now)).filter(event -> event.cause() != told.cause());
    }

    /** Whether so many predictions came since it is suspected that its alerts are worth explaining anew. */
    public boolean evidenceDoubled() {
        return tests.evidenceDoubled();
    }

    /** What the last replay of its canaries said. */
    public @Nullable CanaryVerdict canaries() {
        return tests.canaries();
    }

    /** What lies behind its open alerts; null where none is open. */
    public @Nullable Attribution attribution() {
        return tests.attribution();
    }

    /**
     * This version serves from now on. Its tests begin anew unless it served before with the same reference: then what
     * was held against it is still held against it. Where nobody stated a reference before, its last studies are tested
     * against it at once. Without effect when the champion's labels are not the ones this version answers with.
     *
     * @return the alerts that changed
     */
    public List<AlertChanged> promote(Champion champion, Instant now) {
        if (!champion.labelSet().classes().equals(labels)) {
            return List.of();
        }
        if (tests.against(champion.reference())) {
            return superseded ? resume(now) : List.of();
        }
        List<AlertChanged> changes = new ArrayList<>(close(now));
        tests.begin(champion.reference());
        superseded = false;
        conditionSinceMillis = now.toEpochMilli();
        Condition before = condition();
        changes.addAll(publish(tests.addUntested(), before, now));
        return changes;
    }

    private List<AlertChanged> resume(Instant now) {
        superseded = false;
        conditionSinceMillis = now.toEpochMilli();
        return publish(tests.resume(), Condition.SUPERSEDED, now);
    }

    /**
     * It no longer serves: the tests stop, and the alerts are closed unless they {@link #outlasts outlast} it. What was
     * held against it is kept. Returns the alerts that changed.
     */
    public List<AlertChanged> supersede(Instant now) {
        if (superseded || tests.health() == null) {
            return List.of();
        }
        superseded = true;
        conditionSinceMillis = now.toEpochMilli();
        return outlasts() ? List.of() : publish(tests.suspend(), Condition.SUPERSEDED, now);
    }

    private List<AlertChanged> close(Instant now) {
        Condition before = condition();
        boolean told = !superseded || outlasts();
        List<AlertStep> steps = tests.close(now.toEpochMilli());
        return told ? publish(steps, before, now) : List.of();
    }

    private List<AlertChanged> publish(List<AlertStep> steps, Condition before, Instant now) {
        Condition after = condition();
        if (after != before) {
            conditionSinceMillis = tests.open().beganMillis(after).orElse(now.toEpochMilli());
        }
        return steps.stream().map(step -> AlertEvents.of(this, step, now)).toList();
    }

    /** How it is, in one word; the worst of its open alerts. */
    public Condition condition() {
        return superseded ? Condition.SUPERSEDED : lastCondition();
    }

    /** How it was when it served last, if it no longer serves; otherwise how it is. */
    public Condition lastCondition() {
        return tests.open().condition();
    }

    /** The same at a time: what has nothing against it but was quiet for too long is {@link Condition#SILENT}. */
    public Condition conditionAt(Instant now, RhythmPolicy policy) {
        Condition condition = condition();
        boolean nothingAgainstIt = condition == Condition.HEALTHY
                || condition == Condition.NO_REFERENCE
                || condition == Condition.NOT_YET_WATCHED;
        return nothingAgainstIt
                        && silent(now, policy).stream()
                                .anyMatch(silent -> silent.source().equals(Rhythms.ALL))
                ? Condition.SILENT
                : condition;
    }

    /** What has been quiet for too long: all predictions of this version, or those of a source. */
    public List<Rhythms.Silent> silent(Instant now, RhythmPolicy policy) {
        return superseded || !policy.enabled() ? List.of() : counts.rhythms().silent(now, policy.atLeast());
    }

    /** How often it is asked, as far as enough is known of that. */
    public List<Rhythms.Known> rhythms() {
        return counts.rhythms().known();
    }

    /** Since when it is so; for a collapse, when it is likely to have begun. */
    public Instant conditionSince() {
        return Instant.ofEpochMilli(conditionSinceMillis);
    }

    /** {@code model/version}. */
    public String id() {
        return model + "/" + version;
    }

    /** The model. */
    public String model() {
        return model;
    }

    /** The version. */
    public String version() {
        return version;
    }

    /** Class names in class-index order. */
    public List<String> labels() {
        return labels;
    }

    /** Predictions counted. */
    public long predictions() {
        return counts.predictions();
    }

    /** Studies taken in. */
    public long studies() {
        return counts.studies();
    }

    /** Images answered with class {@code k} since the version is known. */
    public long answers(int k) {
        return counts.answers(k);
    }

    /** Recent share of class {@code k} among the answers, in [0, 1]. */
    public double recentShare(int k) {
        return recent.share(k);
    }

    /** When its first image was predicted; the epoch if none was. */
    public Instant firstPredictedAt() {
        return Instant.ofEpochMilli(counts.firstMillis());
    }

    /** When its last image was predicted; the epoch if none was. */
    public Instant lastPredictedAt() {
        return Instant.ofEpochMilli(counts.lastMillis());
    }

    /**
     * Whether its healthy shares were learned from its first studies, because nobody stated any.
     *
     * @return false also while they are still learned
     */
    public boolean referenceLearned() {
        return tests.referenceLearned();
    }

    /** The tests of its probabilities. */
    public ScoreWatch scores() {
        return tests.scores();
    }

    /** The tests of its classes, once there is a reference. */
    public @Nullable HealthWatch health() {
        return tests.health();
    }

    /** What is held against it at this moment in a test; null where that test does not run yet. */
    public @Nullable Suspicion suspicion(Kind kind, int classIndex) {
        return tests.suspicion(kind, classIndex);
    }

    RecentShares recent() {
        return recent;
    }

    VersionCounts counts() {
        return counts;
    }

    VersionTests tests() {
        return tests;
    }

    boolean superseded() {
        return superseded;
    }
}
