package org.equipoise.monitor.watch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.monitor.alerting.AlertLimits;
import org.equipoise.monitor.alerting.AlertStep;
import org.equipoise.monitor.alerting.AlertStep.Cause;
import org.equipoise.monitor.alerting.ScoreAlert;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.collapse.RateTest;
import org.equipoise.monitor.collapse.ScoreTests;
import org.equipoise.monitor.collapse.StudyScores;

/**
 * The tests of one model version's probabilities and the alerts they raised. They need no reference, so every version
 * is tested so, an outside one, too.
 *
 * <p>One alert per cause: an output that is constant is squashed or not by chance, so no squashed scores are reported
 * while a constant output fires; nor do they begin while a collapse fires, which says more.
 */
public final class ScoreWatch {

    private ScoreTests tests = new ScoreTests();
    private final ScoreAlert constant;
    private final ScoreAlert squashed;

    ScoreWatch(CollapsePolicy policy) {
        AlertLimits limits = AlertLimits.of(policy);
        constant = new ScoreAlert(Kind.CONSTANT_OUTPUT, limits);
        squashed = new ScoreAlert(Kind.SQUASHED_SCORES, limits);
    }

    /**
     * Takes in one study.
     *
     * @param otherAlert whether an alert about the classes is pending or firing
     * @param collapsed whether a collapse fires
     */
    List<AlertStep> add(StudyScores study, boolean otherAlert, boolean collapsed, long atMillis) {
        tests.add(study, !otherAlert && constant.open() == null && squashed.open() == null, atMillis);
        List<AlertStep> steps = new ArrayList<>(0);
        constant.observe(tests.constant(), study.repeatShare(), true, atMillis).ifPresent(steps::add);
        RateTest test = tests.squashed();
        if (test != null) {
            if (constant.firing()) {
                squashed.end(test, Cause.CONSTANT, atMillis).ifPresent(steps::add);
            }
            squashed.observe(test, tests.smallShare(study), !collapsed && !constant.firing(), atMillis)
                    .ifPresent(steps::add);
        }
        return steps;
    }

    /** What is to be told of the open alerts when the version leaves or is back; they stay open. */
    List<AlertStep> retold(Cause cause) {
        List<AlertStep> steps = new ArrayList<>(0);
        constant.retold(tests.constant(), cause).ifPresent(steps::add);
        RateTest test = tests.squashed();
        if (test != null) {
            squashed.retold(test, cause).ifPresent(steps::add);
        }
        return steps;
    }

    /** Moves what fires by what another version answered. */
    List<AlertStep> addAnother(StudyScores study, long atMillis) {
        List<AlertStep> steps = new ArrayList<>(0);
        constant.observeAnother(tests.constant(), study.repeatShare(), atMillis).ifPresent(steps::add);
        RateTest test = tests.squashed();
        if (test != null) {
            squashed.observeAnother(test, tests.smallShare(study), atMillis).ifPresent(steps::add);
        }
        return steps;
    }

    /** Closes both alerts because the tests of the classes begin anew. */
    List<AlertStep> close(long atMillis) {
        List<AlertStep> steps = new ArrayList<>(0);
        constant.end(tests.constant(), Cause.TESTED_ANEW, atMillis).ifPresent(steps::add);
        RateTest test = tests.squashed();
        if (test != null) {
            squashed.end(test, Cause.TESTED_ANEW, atMillis).ifPresent(steps::add);
        }
        return steps;
    }

    /** The tests. */
    public ScoreTests tests() {
        return tests;
    }

    /** The alert that the output is constant. */
    public ScoreAlert constant() {
        return constant;
    }

    /** The alert that the scores are squashed. */
    public ScoreAlert squashed() {
        return squashed;
    }

    void writeTo(DataOutput out) throws IOException {
        tests.writeTo(out);
        constant.writeTo(out);
        squashed.writeTo(out);
    }

    static ScoreWatch readFrom(DataInput in, CollapsePolicy policy) throws IOException {
        var watch = new ScoreWatch(policy);
        watch.tests = ScoreTests.readFrom(in);
        watch.constant.readFrom(in);
        watch.squashed.readFrom(in);
        return watch;
    }
}
