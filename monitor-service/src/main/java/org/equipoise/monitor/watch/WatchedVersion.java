package org.equipoise.monitor.watch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.monitor.alerting.AlertStep;
import org.equipoise.monitor.alerting.OpenAlert;
import org.equipoise.monitor.attribution.Attribution;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.equipoise.monitor.collapse.StudyScores;
import org.jspecify.annotations.Nullable;

/**
 * One version of one model, as the monitor knows it: what it answered, what it should answer, and the tests that
 * compare the two. Of a version without a reference only the probabilities are tested at first, then also the classes,
 * against what its first studies looked like. Not thread-safe.
 */
public final class WatchedVersion {

    private final String model;
    private final String version;
    private final List<String> labels;
    private final CollapsePolicy policy;

    private final RecentShares recent;
    private final long[] answers;
    private long predictions;
    private long studies;
    private long firstPredictedMillis;
    private long lastPredictedMillis;
    private long lastOutput;
    private boolean superseded;
    private long conditionSinceMillis;
    private ScoreWatch scores;
    private ReferenceLearner learner;
    private Diagnosis diagnosis;
    private @Nullable HealthWatch health;

    /** A version of which nothing was seen before {@code atMillis}. */
    public WatchedVersion(String model, String version, List<String> labels, CollapsePolicy policy, long atMillis) {
        this.model = model;
        this.version = version;
        this.labels = List.copyOf(labels);
        this.policy = policy;
        recent = new RecentShares(labels.size());
        answers = new long[labels.size()];
        conditionSinceMillis = atMillis;
        scores = new ScoreWatch(policy);
        learner = new ReferenceLearner(labels.size());
        diagnosis = new Diagnosis(labels.size());
    }

    /**
     * Counts one prediction; its study is tested once it is complete.
     *
     * @return whether its probabilities equal those of the prediction before, bit by bit
     */
    public boolean count(PredictionMade prediction) {
        long atMillis = prediction.predictedAt().toEpochMilli();
        if (predictions == 0) {
            firstPredictedMillis = atMillis;
        }
        predictions++;
        answers[prediction.predictedClass()]++;
        lastPredictedMillis = Math.max(lastPredictedMillis, atMillis);
        diagnosis.count(prediction, anyOpen());
        long output = bits(prediction.probabilities());
        boolean repeat = predictions > 1 && output == lastOutput;
        lastOutput = output;
        return repeat;
    }

    /** A hash of 64 bits: unequal outputs are taken for equal ones once in 1e19. */
    private static long bits(List<Double> probabilities) {
        long hash = 0;
        for (double p : probabilities) {
            hash = (hash ^ Double.doubleToLongBits(p)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    /**
     * Takes in one study.
     *
     * @param predictedMillis when its last image was predicted, epoch milliseconds
     * @param now the time to write into the alerts
     * @return the alerts that changed, in order
     */
    public List<AlertChanged> add(StudyAnswers study, StudyScores outputs, long predictedMillis, Instant now) {
        studies++;
        recent.add(study, policy.recentStudies());
        if (superseded) {
            return List.of();
        }
        Condition before = condition();
        boolean openBefore = anyOpen();
        diagnosis.countStudy();
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
        if (!openBefore && anyOpen()) {
            diagnosis.begin();
        }
        return steps.isEmpty() ? List.of() : publish(steps, before, now);
    }

    /** Takes in what a replay of its canaries says. */
    public void replayed(CanaryVerdict verdict) {
        diagnosis.replayed(verdict);
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
        return anyOpen() && diagnosis.evidenceDoubled();
    }

    /** What the last replay of its canaries said. */
    public @Nullable CanaryVerdict canaries() {
        return diagnosis.canaries();
    }

    /** What lies behind its open alerts; null where none is open. */
    public @Nullable Attribution attribution() {
        if (!anyOpen()) {
            return null;
        }
        HealthWatch watch = health;
        return diagnosis.attribution(openSinceMillis(), watch == null ? null : watch.reference(), labels);
    }

    private boolean anyOpen() {
        HealthWatch watch = health;
        return scores.constant().open() != null
                || scores.squashed().open() != null
                || (watch != null && watch.alerts().anyOpen());
    }

    /** When the first of the open alerts is likely to have begun. */
    private long openSinceMillis() {
        HealthWatch watch = health;
        return Stream.concat(
                        Stream.of(
                                        Optional.ofNullable(scores.constant().open()),
                                        Optional.ofNullable(scores.squashed().open()))
                                .flatMap(Optional::stream),
                        watch == null ? Stream.of() : watch.alerts().open())
                .mapToLong(OpenAlert::sinceMillis)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** From what nothing is held against. */
    private void learn(StudyAnswers study) {
        if (scores.constant().open() != null || scores.squashed().open() != null) {
            return;
        }
        learner.add(study);
        if (learner.studies() == policy.learnReferenceFrom()) {
            health = new HealthWatch(learner.reference(), policy);
        }
    }

    /**
     * This version serves from now on. Its tests begin anew unless it served already with the same reference. Without
     * effect when the champion's labels are not the ones this version answers with.
     *
     * @return the alerts that changed
     */
    public List<AlertChanged> promote(Champion champion, Instant now) {
        if (!champion.labelSet().classes().equals(labels)) {
            return List.of();
        }
        HealthWatch watch = health;
        if (!superseded && watch != null && watch.reference().equals(champion.reference())) {
            return List.of();
        }
        List<AlertChanged> closed = close(now);
        health = new HealthWatch(champion.reference(), policy);
        superseded = false;
        conditionSinceMillis = now.toEpochMilli();
        return closed;
    }

    /** It no longer serves: alerts are closed and the tests stop. Returns the alerts that changed. */
    public List<AlertChanged> supersede(Instant now) {
        if (superseded || health == null) {
            return List.of();
        }
        List<AlertChanged> closed = close(now);
        superseded = true;
        conditionSinceMillis = now.toEpochMilli();
        return closed;
    }

    private List<AlertChanged> close(Instant now) {
        if (superseded) {
            return List.of();
        }
        Condition before = condition();
        List<AlertStep> steps = new ArrayList<>(scores.supersede(now.toEpochMilli()));
        HealthWatch watch = health;
        if (watch != null) {
            steps.addAll(watch.alerts().supersede(now.toEpochMilli()));
        }
        return publish(steps, before, now);
    }

    private List<AlertChanged> publish(List<AlertStep> steps, Condition before, Instant now) {
        Condition after = condition();
        if (after != before) {
            conditionSinceMillis = beganMillis(after).orElse(now.toEpochMilli());
        }
        return steps.stream().map(step -> AlertEvents.of(this, step, now)).toList();
    }

    /** When the trouble that a condition names is likely to have begun. */
    private OptionalLong beganMillis(Condition named) {
        HealthWatch watch = health;
        OpenAlert alert = switch (named) {
            case COLLAPSED -> watch == null ? null : watch.alerts().collapse();
            case CONSTANT -> scores.constant().open();
            case SQUASHED -> scores.squashed().open();
            default -> null;
        };
        return alert == null ? OptionalLong.empty() : OptionalLong.of(alert.sinceMillis());
    }

    /** How it is, in one word; the worst of its open alerts. */
    public Condition condition() {
        if (superseded) {
            return Condition.SUPERSEDED;
        }
        if (scores.constant().firing()) {
            return Condition.CONSTANT;
        }
        HealthWatch watch = health;
        if (watch != null && watch.alerts().collapsed()) {
            return Condition.COLLAPSED;
        }
        if (watch != null && watch.alerts().classMissing()) {
            return Condition.CLASS_MISSING;
        }
        if (scores.squashed().firing()) {
            return Condition.SQUASHED;
        }
        if (anyOpen()) {
            return Condition.SUSPICIOUS;
        }
        return watch == null ? Condition.NO_REFERENCE : Condition.HEALTHY;
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
        return predictions;
    }

    /** Studies taken in. */
    public long studies() {
        return studies;
    }

    /** Images answered with class {@code k} since the version is known. */
    public long answers(int k) {
        return answers[k];
    }

    /** Recent share of class {@code k} among the answers, in [0, 1]. */
    public double recentShare(int k) {
        return recent.share(k);
    }

    /** When its first image was predicted; the epoch if none was. */
    public Instant firstPredictedAt() {
        return Instant.ofEpochMilli(firstPredictedMillis);
    }

    /** When its last image was predicted; the epoch if none was. */
    public Instant lastPredictedAt() {
        return Instant.ofEpochMilli(lastPredictedMillis);
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
        out.writeLong(predictions);
        out.writeLong(studies);
        out.writeLong(firstPredictedMillis);
        out.writeLong(lastPredictedMillis);
        out.writeLong(lastOutput);
        out.writeBoolean(superseded);
        for (long count : answers) {
            out.writeLong(count);
        }
        recent.writeTo(out);
        scores.writeTo(out);
        learner.writeTo(out);
        diagnosis.writeTo(out);
        out.writeBoolean(health != null);
        if (health != null) {
            health.writeTo(out);
        }
    }

    /** Reads what {@link #writeTo} wrote. */
    static WatchedVersion readFrom(DataInput in, CollapsePolicy policy) throws IOException {
        String model = in.readUTF();
        String name = in.readUTF();
        int classes = in.readInt();
        List<String> labels = new ArrayList<>(classes);
        for (int k = 0; k < classes; k++) {
            labels.add(in.readUTF());
        }
        var version = new WatchedVersion(model, name, labels, policy, in.readLong());
        version.predictions = in.readLong();
        version.studies = in.readLong();
        version.firstPredictedMillis = in.readLong();
        version.lastPredictedMillis = in.readLong();
        version.lastOutput = in.readLong();
        version.superseded = in.readBoolean();
        for (int k = 0; k < classes; k++) {
            version.answers[k] = in.readLong();
        }
        version.recent.readFrom(in);
        version.scores = ScoreWatch.readFrom(in, policy);
        version.learner = ReferenceLearner.readFrom(in, classes);
        version.diagnosis = Diagnosis.readFrom(in, classes);
        version.health = in.readBoolean() ? HealthWatch.readFrom(in, classes, policy) : null;
        return version;
    }
}
