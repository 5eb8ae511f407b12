package org.equipoise.monitor.watch;

import java.time.Instant;
import java.util.List;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.monitor.alerting.AlertStep;
import org.equipoise.monitor.alerting.AlertSummary;
import org.equipoise.monitor.alerting.OpenAlert;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.jspecify.annotations.Nullable;

/**
 * One version of one model, as the monitor knows it: what it answered, what it should answer, and the tests that
 * compare the two. A version without a reference is counted and not tested. Not thread-safe.
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
    private long lastPredictedMillis;
    private boolean superseded;
    private long conditionSinceMillis;
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
    }

    /** Counts one prediction; its study is tested once it is complete. */
    public void count(int answer, long atMillis) {
        predictions++;
        answers[answer]++;
        lastPredictedMillis = Math.max(lastPredictedMillis, atMillis);
    }

    /**
     * Takes in one study.
     *
     * @param predictedMillis when its last image was predicted, epoch milliseconds
     * @param now the time to write into the alerts
     * @return the alerts that changed, in order
     */
    public List<AlertChanged> add(StudyAnswers study, long predictedMillis, Instant now) {
        studies++;
        recent.add(study, policy.recentStudies());
        HealthWatch watch = health;
        if (watch == null || superseded) {
            return List.of();
        }
        Condition before = condition();
        List<AlertStep> steps = watch.add(study, predictedMillis);
        return steps.isEmpty() ? List.of() : publish(watch, steps, before, now);
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

    /** Another version serves from now on: alerts are closed and the tests stop. Returns the alerts that changed. */
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
        HealthWatch watch = health;
        if (watch == null || superseded) {
            return List.of();
        }
        Condition before = condition();
        return publish(watch, watch.alerts().supersede(now.toEpochMilli()), before, now);
    }

    private List<AlertChanged> publish(HealthWatch watch, List<AlertStep> steps, Condition before, Instant now) {
        Condition after = condition();
        if (after != before) {
            OpenAlert collapse = watch.alerts().collapse();
            conditionSinceMillis =
                    after == Condition.COLLAPSED && collapse != null ? collapse.sinceMillis() : now.toEpochMilli();
        }
        return steps.stream().map(step -> event(watch, step, now)).toList();
    }

    private AlertChanged event(HealthWatch watch, AlertStep step, Instant now) {
        int k = step.suspicion().classIndex();
        String kind = step.kind() == AlertChanged.Kind.COLLAPSE ? "collapse" : "never-predicted";
        double healthyShare = watch.reference().shares().get(k);
        double bound = step.kind() == AlertChanged.Kind.COLLAPSE
                ? watch.reference().upperBounds().get(k)
                : watch.reference().lowerBounds().get(k);
        return new AlertChanged(
                id() + "/" + kind + "/" + labels.get(k),
                model,
                version,
                step.kind(),
                step.state(),
                labels.get(k),
                k,
                step.suspicion().share(),
                healthyShare,
                step.suspicion().odds(),
                predictions,
                step.suspicion().predictions(),
                AlertSummary.of(step, id(), labels.get(k), healthyShare, bound),
                Instant.ofEpochMilli(step.sinceMillis()),
                now);
    }

    /** How it is, in one word; the worst of its open alerts. */
    public Condition condition() {
        if (superseded) {
            return Condition.SUPERSEDED;
        }
        HealthWatch watch = health;
        if (watch == null) {
            return Condition.NO_REFERENCE;
        }
        OpenAlert collapse = watch.alerts().collapse();
        if (collapse != null && collapse.state() == State.FIRING) {
            return Condition.COLLAPSED;
        }
        boolean pending = collapse != null;
        for (int k = 0; k < labels.size(); k++) {
            OpenAlert missing = watch.alerts().missing(k);
            if (missing != null && missing.state() == State.FIRING) {
                return Condition.CLASS_MISSING;
            }
            pending |= missing != null;
        }
        return pending ? Condition.SUSPICIOUS : Condition.HEALTHY;
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

    /** When its last image was predicted; the epoch if none was. */
    public Instant lastPredictedAt() {
        return Instant.ofEpochMilli(lastPredictedMillis);
    }

    /** The tests, once there is a reference. */
    public @Nullable HealthWatch health() {
        return health;
    }

    void restore(Saved saved) {
        predictions = saved.predictions();
        studies = saved.studies();
        lastPredictedMillis = saved.lastPredictedMillis();
        superseded = saved.superseded();
        conditionSinceMillis = saved.conditionSinceMillis();
        health = saved.health();
    }

    Saved save() {
        return new Saved(predictions, studies, lastPredictedMillis, superseded, conditionSinceMillis, health);
    }

    RecentShares recent() {
        return recent;
    }

    void setAnswers(int k, long count) {
        answers[k] = count;
    }

    /** The mutable rest of a version, for {@link WatchedVersionCodec}. */
    record Saved(
            long predictions,
            long studies,
            long lastPredictedMillis,
            boolean superseded,
            long conditionSinceMillis,
            @Nullable HealthWatch health) {}
}
