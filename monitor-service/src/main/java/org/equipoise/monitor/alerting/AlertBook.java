package org.equipoise.monitor.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.alerting.AlertStep.Cause;
import org.equipoise.monitor.collapse.CollapseDetector;
import org.equipoise.monitor.collapse.MissingClassDetector;
import org.equipoise.monitor.collapse.RecoveryTest;
import org.equipoise.monitor.collapse.ReturnTest;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.equipoise.monitor.collapse.Suspicion;
import org.jspecify.annotations.Nullable;

/**
 * The open alerts of one model version: at most one of a collapse, and one for each missing class.
 *
 * <p>One alert per cause. Who answers one class misses the others, so no class is reported missing while a collapse
 * fires, nor while one is pending unless its own odds are a decade beyond the limit; and a collapse that fires closes
 * the alerts of missing classes. After a collapse is over, the runs of all classes begin anew. While the output is
 * constant, it explains the classes, too: nothing is open here and nothing is held against any class.
 */
public final class AlertBook {

    private final AlertLimits limits;
    private final CollapseDetector collapses;
    private final MissingClassDetector misses;
    private final long[] pendingRuns;

    private @Nullable OpenAlert collapse;
    private @Nullable RecoveryTest recovery;
    private final @Nullable OpenAlert[] missing;
    private final @Nullable ReturnTest[] returns;

    /** A book without alerts about what these two detectors find. */
    public AlertBook(AlertLimits limits, CollapseDetector collapses, MissingClassDetector misses) {
        this.limits = limits;
        this.collapses = collapses;
        this.misses = misses;
        int classes = collapses.classes();
        pendingRuns = new long[classes];
        for (int k = 0; k < classes; k++) {
            pendingRuns[k] = misses.runAtOdds(k, limits.pending());
        }
        missing = new @Nullable OpenAlert[classes];
        returns = new @Nullable ReturnTest[classes];
    }

    /** Nothing is held against any class from that time, as the output is constant; returns what changed. */
    public List<AlertStep> explain(long atMillis) {
        List<AlertStep> steps = new ArrayList<>(0);
        closeAll(Cause.CONSTANT, atMillis, steps);
        for (int k = 0; k < missing.length; k++) {
            collapses.restart(k, atMillis);
            misses.restart(k, atMillis);
        }
        return steps;
    }

    /** Moves the alerts after the detectors took in {@code study}; returns what changed, in order. */
    public List<AlertStep> observe(StudyAnswers study, long atMillis) {
        List<AlertStep> steps = new ArrayList<>(0);
        if (collapse != null || collapses.evidence() >= limits.pending()) {
            observeCollapse(study, atMillis, steps);
        }
        for (int k = 0; k < pendingRuns.length; k++) {
            if (missing[k] != null || misses.run(k) >= pendingRuns[k]) {
                observeMissing(k, study, steps);
            }
        }
        return steps;
    }

    private void observeCollapse(StudyAnswers study, long atMillis, List<AlertStep> steps) {
        OpenAlert open = collapse;
        boolean over = false;
        if (open != null && recovery != null) {
            recovery.add(study.share(open.classIndex()));
            over = recovery.evidence() >= limits.allClear();
        } else if (open != null) {
            // Its own class: the others together may hover at the limit without any of them being suspect.
            over = collapses.evidence(open.classIndex()) < limits.lapsed();
        }
        State next = limits.next(open == null ? null : open.state(), collapses.evidence(), over)
                .orElse(null);
        if (next == State.RESOLVED && open != null) {
            endCollapse(open, open.state() == State.FIRING ? Cause.RECOVERED : Cause.LAPSED, atMillis, steps);
        } else if (next != null) {
            beginCollapse(next, open, steps);
        }
    }

    private void beginCollapse(State next, @Nullable OpenAlert open, List<AlertStep> steps) {
        Suspicion suspicion = collapses.strongest();
        int k = suspicion.classIndex();
        if (open != null && open.classIndex() != k) {
            steps.add(resolved(Kind.COLLAPSE, collapses.suspicion(open.classIndex()), open, Cause.EXPLAINED));
        }
        collapse = new OpenAlert(next, k, suspicion.sinceMillis());
        steps.add(new AlertStep(Kind.COLLAPSE, next, suspicion, suspicion.sinceMillis(), Cause.EVIDENCE));
        if (next == State.FIRING) {
            recovery = collapses.recoveryTest(k);
            for (int other = 0; other < missing.length; other++) {
                endMissing(other, Cause.EXPLAINED, steps);
            }
        }
    }

    private void endCollapse(OpenAlert open, Cause cause, long atMillis, List<AlertStep> steps) {
        int k = open.classIndex();
        steps.add(resolved(Kind.COLLAPSE, collapses.suspicion(k), open, cause));
        collapse = null;
        recovery = null;
        if (cause == Cause.RECOVERED) {
            collapses.restart(k, atMillis);
            for (int other = 0; other < missing.length; other++) {
                misses.restart(other, atMillis);
            }
        }
    }

    private void observeMissing(int k, StudyAnswers study, List<AlertStep> steps) {
        OpenAlert open = missing[k];
        ReturnTest test = returns[k];
        if (test != null) {
            test.add(study.count(k) > 0);
        }
        boolean over = test == null ? misses.odds(k) < limits.lapsed() : test.returned();
        State next =
                limits.next(open == null ? null : open.state(), odds(k), over).orElse(null);
        if (next == State.RESOLVED && open != null) {
            endMissing(k, open.state() == State.FIRING ? Cause.RECOVERED : Cause.LAPSED, steps);
        } else if (next == State.FIRING || (next == State.PENDING && collapse == null)) {
            Suspicion suspicion = misses.suspicion(k);
            missing[k] = new OpenAlert(next, k, suspicion.sinceMillis());
            returns[k] = next == State.FIRING ? new ReturnTest(pendingRuns[k]) : null;
            steps.add(new AlertStep(Kind.NEVER_PREDICTED, next, suspicion, suspicion.sinceMillis(), Cause.EVIDENCE));
        }
    }

    /**
     * Nothing while a collapse fires; a decade less while one is pending, which then fires first if it is the cause.
     */
    private double odds(int k) {
        if (collapse == null) {
            return misses.odds(k);
        }
        return collapse.state() == State.FIRING ? 0 : misses.odds(k) / 10;
    }

    private void endMissing(int k, Cause cause, List<AlertStep> steps) {
        OpenAlert open = missing[k];
        if (open != null) {
            steps.add(resolved(Kind.NEVER_PREDICTED, misses.suspicion(k), open, cause));
            missing[k] = null;
            returns[k] = null;
        }
    }

    private static AlertStep resolved(Kind kind, Suspicion suspicion, OpenAlert open, Cause cause) {
        return new AlertStep(kind, State.RESOLVED, suspicion, open.sinceMillis(), cause);
    }

    /**
     * The version no longer serves: what is to be told of every open alert. Nothing is forgotten, because nothing was
     * shown to be over; see {@link #resume}.
     */
    public List<AlertStep> suspend() {
        return retold(Cause.SUPERSEDED);
    }

    /** The version serves again: what was open when it was taken out is open, until its answers show otherwise. */
    public List<AlertStep> resume() {
        return retold(Cause.SERVES_AGAIN);
    }

    private List<AlertStep> retold(Cause cause) {
        List<AlertStep> steps = new ArrayList<>();
        if (collapse != null) {
            steps.add(collapse.retold(Kind.COLLAPSE, collapses.suspicion(collapse.classIndex()), cause));
        }
        for (OpenAlert alert : missing) {
            if (alert != null) {
                steps.add(alert.retold(Kind.NEVER_PREDICTED, misses.suspicion(alert.classIndex()), cause));
            }
        }
        return steps;
    }

    /**
     * Moves what fires by what another version answered: where the trouble is the input, its answers tell as well
     * whether it is over. Nothing begins here.
     */
    public List<AlertStep> observeAnother(StudyAnswers study, long atMillis) {
        List<AlertStep> steps = new ArrayList<>(0);
        if (collapsed()) {
            observeCollapse(study, atMillis, steps);
        }
        for (int k = 0; k < missing.length; k++) {
            OpenAlert open = missing[k];
            if (open != null && open.state() == State.FIRING) {
                observeMissing(k, study, steps);
            }
        }
        return steps;
    }

    /** Closes every alert because the tests begin anew; returns what changed. */
    public List<AlertStep> close(long atMillis) {
        List<AlertStep> steps = new ArrayList<>();
        closeAll(Cause.TESTED_ANEW, atMillis, steps);
        return steps;
    }

    private void closeAll(Cause cause, long atMillis, List<AlertStep> steps) {
        if (collapse != null) {
            endCollapse(collapse, cause, atMillis, steps);
        }
        for (int k = 0; k < missing.length; k++) {
            endMissing(k, cause, steps);
        }
    }

    /** Whether any alert is open. */
    public boolean anyOpen() {
        return collapse != null || Arrays.stream(missing).anyMatch(Objects::nonNull);
    }

    /** Whether it fires that some class is missing. */
    public boolean classMissing() {
        return Arrays.stream(missing).anyMatch(alert -> alert != null && alert.state() == State.FIRING);
    }

    /** Every open alert. */
    public Stream<OpenAlert> open() {
        return Stream.concat(Stream.ofNullable(collapse), Arrays.stream(missing).flatMap(Stream::ofNullable));
    }

    /** Whether a collapse fires. */
    public boolean collapsed() {
        return collapse != null && collapse.state() == State.FIRING;
    }

    /** The alert of a collapse, if one is open. */
    public @Nullable OpenAlert collapse() {
        return collapse;
    }

    /** The alert that class {@code k} is missing, if one is open. */
    public @Nullable OpenAlert missing(int k) {
        return missing[k];
    }

    /** Writes the open alerts and how far their recovery is. */
    public void writeTo(DataOutput out) throws IOException {
        OpenAlert.write(collapse, out);
        out.writeBoolean(recovery != null);
        if (recovery != null) {
            recovery.writeTo(out);
        }
        for (int k = 0; k < missing.length; k++) {
            OpenAlert.write(missing[k], out);
            ReturnTest test = returns[k];
            out.writeBoolean(test != null);
            if (test != null) {
                test.writeTo(out);
            }
        }
    }

    /** Takes over what {@link #writeTo} wrote for the same number of classes. */
    public void readFrom(DataInput in) throws IOException {
        collapse = OpenAlert.read(in);
        recovery = in.readBoolean() ? RecoveryTest.readFrom(in) : null;
        for (int k = 0; k < missing.length; k++) {
            missing[k] = OpenAlert.read(in);
            returns[k] = in.readBoolean() ? ReturnTest.readFrom(in) : null;
        }
    }
}
