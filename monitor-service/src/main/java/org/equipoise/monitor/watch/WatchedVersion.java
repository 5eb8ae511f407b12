package org.equipoise.monitor.watch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
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
import org.equipoise.monitor.collapse.RateTest;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.equipoise.monitor.collapse.StudyScores;
import org.equipoise.monitor.collapse.Suspicion;
import org.equipoise.monitor.rhythm.RhythmPolicy;
import org.equipoise.monitor.rhythm.Rhythms;
import org.jspecify.annotations.Nullable;

/**
 * One version of one model, as the monitor knows it: what it answered, what it should answer, and the tests that
 * compare the two. Of a version without a reference only the probabilities are tested at first, then also the classes,
 * against what its first studies looked like. Not thread-safe.
 */
public final class WatchedVersion {

    /** More are no stored version: whoever believed the number would run out of memory. */
    private static final int MOST_CLASSES_READ = 10_000;

    private final String model;
    private final String version;
    private final List<String> labels;
    private final CollapsePolicy policy;

    private final RecentShares recent;
    private final VersionCounts counts;
    private boolean superseded;
    private long conditionSinceMillis;
    private ScoreWatch scores;
    private ReferenceLearner learner;
    private Diagnosis diagnosis;
    private @Nullable HealthWatch health;

    /** Until somebody states its reference. */
    private @Nullable UntestedStudies untested;

    /** A version of which nothing was seen before {@code atMillis}. */
    public WatchedVersion(String model, String version, List<String> labels, CollapsePolicy policy, long atMillis) {
        this.model = model;
        this.version = version;
        this.labels = List.copyOf(labels);
        this.policy = policy;
        recent = new RecentShares(labels.size());
        counts = new VersionCounts(labels.size());
        conditionSinceMillis = atMillis;
        scores = new ScoreWatch(policy);
        learner = new ReferenceLearner(labels.size());
        diagnosis = new Diagnosis(labels.size());
        untested = new UntestedStudies(labels.size());
    }

    /**
     * Counts one prediction; its study is tested once it is complete.
     *
     * @return whether its probabilities equal those of the prediction before, bit by bit
     */
    public boolean count(PredictionMade prediction) {
        if (!superseded) {
            diagnosis.count(prediction, open().any());
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
        boolean openBefore = open().any();
        diagnosis.countStudy();
        if (untested != null) {
            untested.add(study, predictedMillis);
        }
        HealthWatch watch = health;
        boolean otherAlert = watch != null && watch.alerts().anyOpen();
        boolean collapsed = watch != null && watch.alerts().collapsed();
        List<AlertStep> steps = scores.add(outputs, otherAlert, collapsed, predictedMillis);
        if (watch != null) {
            List<AlertStep> ofClasses = watch.add(study, scores.constant().firing(), predictedMillis);
            if (!ofClasses.isEmpty()) {
                steps.addAll(ofClasses);
            }
        } else {
            learn(study);
        }
        if (!openBefore && open().any()) {
            diagnosis.begin();
        }
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
        HealthWatch watch = health;
        if (!outlasts() || watch == null || !classes.equals(labels)) {
            return List.of();
        }
        List<AlertStep> steps = new ArrayList<>(scores.addAnother(outputs, predictedMillis));
        steps.addAll(watch.alerts().observeAnother(study, predictedMillis));
        return publish(steps, condition(), now);
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
            diagnosis.replayed(verdict);
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
        return open().any() && diagnosis.evidenceDoubled();
    }

    /** What the last replay of its canaries said. */
    public @Nullable CanaryVerdict canaries() {
        return diagnosis.canaries();
    }

    /** What lies behind its open alerts; null where none is open. */
    public @Nullable Attribution attribution() {
        OpenAlerts open = open();
        if (!open.any()) {
            return null;
        }
        HealthWatch watch = health;
        return diagnosis.attribution(open.sinceMillis(), watch == null ? null : watch.reference(), labels);
    }

    private OpenAlerts open() {
        return new OpenAlerts(scores, health);
    }

    /** From what nothing is held against. */
    private void learn(StudyAnswers study) {
        if (open().ofScores()) {
            return;
        }
        learner.add(study);
        if (learner.studies() == policy.learnReferenceFrom()) {
            health = new HealthWatch(learner.reference(), policy);
        }
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
        HealthWatch watch = health;
        if (watch != null && watch.reference().equals(champion.reference())) {
            return superseded ? resume(watch, now) : List.of();
        }
        List<AlertChanged> changes = new ArrayList<>(close(now));
        health = new HealthWatch(champion.reference(), policy);
        superseded = false;
        conditionSinceMillis = now.toEpochMilli();
        changes.addAll(testUntested(now));
        return changes;
    }

    private List<AlertChanged> testUntested(Instant now) {
        UntestedStudies studies = untested;
        HealthWatch watch = health;
        untested = null;
        if (studies == null || watch == null) {
            return List.of();
        }
        Condition before = condition();
        List<AlertStep> steps = new ArrayList<>();
        studies.forEach(
                (study, at) -> steps.addAll(watch.add(study, scores.constant().firing(), at)));
        if (open().any()) {
            diagnosis.begin();
        }
        return publish(steps, before, now);
    }

    private List<AlertChanged> resume(HealthWatch watch, Instant now) {
        superseded = false;
        conditionSinceMillis = now.toEpochMilli();
        List<AlertStep> steps = new ArrayList<>(scores.retold(AlertStep.Cause.SERVES_AGAIN));
        steps.addAll(watch.alerts().resume());
        return publish(steps, Condition.SUPERSEDED, now);
    }

    /**
     * It no longer serves: the tests stop, and the alerts are closed unless they {@link #outlasts outlast} it. What was
     * held against it is kept. Returns the alerts that changed.
     */
    public List<AlertChanged> supersede(Instant now) {
        HealthWatch watch = health;
        if (superseded || watch == null) {
            return List.of();
        }
        superseded = true;
        conditionSinceMillis = now.toEpochMilli();
        if (outlasts()) {
            return List.of();
        }
        List<AlertStep> steps = new ArrayList<>(scores.retold(AlertStep.Cause.SUPERSEDED));
        steps.addAll(watch.alerts().suspend());
        return publish(steps, Condition.SUPERSEDED, now);
    }

    private List<AlertChanged> close(Instant now) {
        Condition before = condition();
        boolean told = !superseded || outlasts();
        List<AlertStep> steps = new ArrayList<>(scores.close(now.toEpochMilli()));
        HealthWatch watch = health;
        if (watch != null) {
            steps.addAll(watch.alerts().close(now.toEpochMilli()));
        }
        return told ? publish(steps, before, now) : List.of();
    }

    private List<AlertChanged> publish(List<AlertStep> steps, Condition before, Instant now) {
        Condition after = condition();
        if (after != before) {
            conditionSinceMillis = open().beganMillis(after).orElse(now.toEpochMilli());
        }
        return steps.stream().map(step -> AlertEvents.of(this, step, now)).toList();
    }

    /** How it is, in one word; the worst of its open alerts. */
    public Condition condition() {
        return superseded ? Condition.SUPERSEDED : lastCondition();
    }

    /** How it was when it served last, if it no longer serves; otherwise how it is. */
    public Condition lastCondition() {
        return open().condition();
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
        HealthWatch watch = health;
        return watch != null && learner.studies() > 0 && watch.reference().equals(learner.reference());
    }

    /** The tests of its probabilities. */
    public ScoreWatch scores() {
        return scores;
    }

    /** The tests of its classes, once there is a reference. */
    public @Nullable HealthWatch health() {
        return health;
    }

    /** What is held against it at this moment in a test; null where that test does not run yet. */
    public @Nullable Suspicion suspicion(Kind kind, int classIndex) {
        HealthWatch watch = health;
        return switch (kind) {
            case COLLAPSE -> watch == null ? null : watch.collapses().suspicion(classIndex);
            case NEVER_PREDICTED -> watch == null ? null : watch.misses().suspicion(classIndex);
            case CONSTANT_OUTPUT -> scores.tests().constant().suspicion();
            case SQUASHED_SCORES -> {
                RateTest test = scores.tests().squashed();
                yield test == null ? null : test.suspicion();
            }
        };
    }

    RecentShares recent() {
        return recent;
    }

    /** Writes everything but the policy. */
    void writeTo(DataOutput out) throws IOException {
        out.writeUTF(model);
        out.writeUTF(version);
        out.writeInt(labels.size());
        for (String label : labels) {
            out.writeUTF(label);
        }
        out.writeLong(conditionSinceMillis);
        counts.writeTo(out);
        out.writeBoolean(superseded);
        counts.writeAnswersTo(out);
        recent.writeTo(out);
        scores.writeTo(out);
        learner.writeTo(out);
        diagnosis.writeTo(out);
        out.writeBoolean(health != null);
        if (health != null) {
            health.writeTo(out);
        }
        counts.rhythms().writeTo(out);
        out.writeBoolean(untested != null);
        if (untested != null) {
            untested.writeTo(out);
        }
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @param whole whether the rhythms and the untested studies stand behind it; an earlier format has none
     */
    static WatchedVersion readFrom(DataInput in, CollapsePolicy policy, boolean whole) throws IOException {
        String model = in.readUTF();
        String name = in.readUTF();
        int classes = in.readInt();
        if (classes < 2 || classes > MOST_CLASSES_READ) {
            throw new IOException(classes + " classes");
        }
        List<String> labels = new ArrayList<>(classes);
        for (int k = 0; k < classes; k++) {
            labels.add(in.readUTF());
        }
        var version = new WatchedVersion(model, name, labels, policy, in.readLong());
        version.counts.readFrom(in);
        version.superseded = in.readBoolean();
        version.counts.readAnswersFrom(in);
        version.recent.readFrom(in);
        version.scores = ScoreWatch.readFrom(in, policy);
        version.learner = ReferenceLearner.readFrom(in, classes);
        version.diagnosis = Diagnosis.readFrom(in, classes);
        version.health = in.readBoolean() ? HealthWatch.readFrom(in, classes, policy) : null;
        if (whole) {
            version.counts.readRhythmsFrom(in);
            version.untested = in.readBoolean() ? UntestedStudies.readFrom(in, classes) : null;
        } else if (version.health != null && !version.referenceLearned()) {
            version.untested = null;
        }
        return version;
    }
}
