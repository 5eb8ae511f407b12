package org.equipoise.monitor.watch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.monitor.alerting.AlertStep;
import org.equipoise.monitor.attribution.Attribution;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.collapse.RateTest;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.equipoise.monitor.collapse.StudyScores;
import org.equipoise.monitor.collapse.Suspicion;
import org.jspecify.annotations.Nullable;

/**
 * All that is tested of one version and what it says: its probabilities from the first study on, its classes once there
 * is a reference, stated or learned, and what lies behind the alerts. Whether the version serves, and who is told, is
 * no matter of the tests. Not thread-safe.
 */
final class VersionTests {

    private final List<String> labels;
    private final CollapsePolicy policy;
    private final ScoreWatch scores;
    private final ReferenceLearner learner;
    private final Diagnosis diagnosis;
    private @Nullable HealthWatch health;

    /** Until somebody states the reference. */
    private @Nullable UntestedStudies untested;

    /** Nothing was tested yet. */
    VersionTests(List<String> labels, CollapsePolicy policy) {
        this(labels, policy, new ScoreWatch(policy), new ReferenceLearner(labels.size()), new Diagnosis(labels.size()));
        untested = new UntestedStudies(labels.size());
    }

    private VersionTests(
            List<String> labels,
            CollapsePolicy policy,
            ScoreWatch scores,
            ReferenceLearner learner,
            Diagnosis diagnosis) {
        this.labels = labels;
        this.policy = policy;
        this.scores = scores;
        this.learner = learner;
        this.diagnosis = diagnosis;
    }

    void count(PredictionMade prediction) {
        diagnosis.count(prediction, open().any());
    }

    /** Tests one study. */
    List<AlertStep> add(StudyAnswers study, StudyScores outputs, long atMillis) {
        boolean openBefore = open().any();
        diagnosis.countStudy();
        if (untested != null) {
            untested.add(study, atMillis);
        }
        HealthWatch watch = health;
        boolean otherAlert = watch != null && watch.alerts().anyOpen();
        boolean collapsed = watch != null && watch.alerts().collapsed();
        List<AlertStep> steps = scores.add(outputs, otherAlert, collapsed, atMillis);
        if (watch != null) {
            List<AlertStep> ofClasses = watch.add(study, scores.constant().firing(), atMillis);
            if (!ofClasses.isEmpty()) {
                steps.addAll(ofClasses);
            }
        } else {
            learn(study);
        }
        if (!openBefore && open().any()) {
            diagnosis.begin();
        }
        return steps;
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

    /** Moves what fires by a study that another version answered; nothing where there is no reference. */
    List<AlertStep> addOfAnother(StudyAnswers study, StudyScores outputs, long atMillis) {
        HealthWatch watch = health;
        if (watch == null) {
            return List.of();
        }
        List<AlertStep> steps = new ArrayList<>(scores.addAnother(outputs, atMillis));
        steps.addAll(watch.alerts().observeAnother(study, atMillis));
        return steps;
    }

    /** Whether its classes are tested against exactly this. */
    boolean against(HealthyReference reference) {
        return health != null && health.reference().equals(reference);
    }

    /** Its classes are tested against this from the next study on. */
    void begin(HealthyReference reference) {
        health = new HealthWatch(reference, policy);
    }

    /** Tests the studies that came before anybody stated the reference; a second time there are none. */
    List<AlertStep> addUntested() {
        UntestedStudies studies = untested;
        HealthWatch watch = health;
        untested = null;
        if (studies == null || watch == null) {
            return List.of();
        }
        List<AlertStep> steps = new ArrayList<>();
        studies.forEach(
                (study, at) -> steps.addAll(watch.add(study, scores.constant().firing(), at)));
        if (open().any()) {
            diagnosis.begin();
        }
        return steps;
    }

    /** What is to be told of the open alerts when the version serves again; nothing was tested meanwhile. */
    List<AlertStep> resume() {
        List<AlertStep> steps = new ArrayList<>(scores.retold(AlertStep.Cause.SERVES_AGAIN));
        steps.addAll(Objects.requireNonNull(health).alerts().resume());
        return steps;
    }

    /** What is to be told of the open alerts when the version no longer serves; they stay as they are. */
    List<AlertStep> suspend() {
        List<AlertStep> steps = new ArrayList<>(scores.retold(AlertStep.Cause.SUPERSEDED));
        steps.addAll(Objects.requireNonNull(health).alerts().suspend());
        return steps;
    }

    /** Ends every open alert because the tests of the classes begin anew. */
    List<AlertStep> close(long atMillis) {
        List<AlertStep> steps = new ArrayList<>(scores.close(atMillis));
        if (health != null) {
            steps.addAll(health.alerts().close(atMillis));
        }
        return steps;
    }

    void replayed(CanaryVerdict verdict) {
        diagnosis.replayed(verdict);
    }

    @Nullable CanaryVerdict canaries() {
        return diagnosis.canaries();
    }

    boolean evidenceDoubled() {
        return open().any() && diagnosis.evidenceDoubled();
    }

    /** What lies behind the open alerts; null where none is open. */
    @Nullable Attribution attribution() {
        OpenAlerts open = open();
        if (!open.any()) {
            return null;
        }
        HealthWatch watch = health;
        return diagnosis.attribution(open.sinceMillis(), watch == null ? null : watch.reference(), labels);
    }

    OpenAlerts open() {
        return new OpenAlerts(scores, health);
    }

    ScoreWatch scores() {
        return scores;
    }

    @Nullable HealthWatch health() {
        return health;
    }

    /** False also while it is still learned. */
    boolean referenceLearned() {
        HealthWatch watch = health;
        return watch != null && learner.studies() > 0 && watch.reference().equals(learner.reference());
    }

    /** What is held against the version at this moment in a test; null where that test does not run yet. */
    @Nullable Suspicion suspicion(Kind kind, int classIndex) {
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

    /** All but the untested studies, which have their place behind other things. */
    void writeTo(DataOutput out) throws IOException {
        scores.writeTo(out);
        learner.writeTo(out);
        diagnosis.writeTo(out);
        out.writeBoolean(health != null);
        if (health != null) {
            health.writeTo(out);
        }
    }

    static VersionTests readFrom(DataInput in, List<String> labels, CollapsePolicy policy) throws IOException {
        int classes = labels.size();
        var tests = new VersionTests(
                labels,
                policy,
                ScoreWatch.readFrom(in, policy),
                ReferenceLearner.readFrom(in, classes),
                Diagnosis.readFrom(in, classes));
        tests.health = in.readBoolean() ? HealthWatch.readFrom(in, classes, policy) : null;
        return tests;
    }

    void writeUntestedTo(DataOutput out) throws IOException {
        out.writeBoolean(untested != null);
        if (untested != null) {
            untested.writeTo(out);
        }
    }

    void readUntestedFrom(DataInput in) throws IOException {
        untested = in.readBoolean() ? UntestedStudies.readFrom(in, labels.size()) : null;
    }

    /** Nobody kept the untested studies: from now on, unless the reference is stated already. */
    void keepUntestedFromNowOn() {
        untested = health != null && !referenceLearned() ? null : new UntestedStudies(labels.size());
    }
}
