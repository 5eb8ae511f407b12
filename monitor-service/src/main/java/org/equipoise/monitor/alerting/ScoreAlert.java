package org.equipoise.monitor.alerting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.alerting.AlertStep.Cause;
import org.equipoise.monitor.collapse.RateTest;
import org.equipoise.monitor.collapse.RecoveryTest;
import org.equipoise.monitor.collapse.Suspicion;
import org.jspecify.annotations.Nullable;

/** The alert of one model version about its probabilities: constant output or squashed scores. At most one is open. */
public final class ScoreAlert {

    private final Kind kind;
    private final AlertLimits limits;
    private @Nullable OpenAlert open;
    private @Nullable RecoveryTest recovery;

    /** No alert yet. */
    public ScoreAlert(Kind kind, AlertLimits limits) {
        this.kind = kind;
        this.limits = limits;
    }

    /**
     * Moves the alert after {@code test} took in a study.
     *
     * @param share share of the study's images that show the trouble
     * @param mayBegin false while another alert that fires explains it: no evidence is kept from that time
     */
    public Optional<AlertStep> observe(RateTest test, double share, boolean mayBegin, long atMillis) {
        OpenAlert before = open;
        if (before == null && !mayBegin) {
            test.restart(atMillis);
        }
        if (before == null && test.evidence() < limits.pending()) {
            return Optional.empty();
        }
        boolean over = false;
        if (recovery != null) {
            recovery.add(share);
            over = recovery.evidence() >= limits.allClear();
        } else if (before != null) {
            over = test.evidence() < limits.lapsed();
        }
        State state = before == null ? null : before.state();
        State next = limits.next(state, test.evidence(), over).orElse(null);
        if (next == null) {
            return Optional.empty();
        }
        if (next == State.RESOLVED) {
            return end(test, state == State.FIRING ? Cause.RECOVERED : Cause.LAPSED, atMillis);
        }
        Suspicion suspicion = test.suspicion();
        open = new OpenAlert(next, 0, suspicion.sinceMillis());
        recovery = next == State.FIRING ? test.recoveryTest() : null;
        return Optional.of(new AlertStep(kind, next, suspicion, suspicion.sinceMillis(), Cause.EVIDENCE));
    }

    /** Closes the alert if it is open; the evidence is forgotten unless it merely lapsed. */
    public Optional<AlertStep> end(RateTest test, Cause cause, long atMillis) {
        OpenAlert ended = open;
        if (ended == null) {
            return Optional.empty();
        }
        var step = new AlertStep(kind, State.RESOLVED, test.suspicion(), ended.sinceMillis(), cause);
        open = null;
        recovery = null;
        if (cause != Cause.LAPSED) {
            test.restart(atMillis);
        }
        return Optional.of(step);
    }

    /** What is to be told if it is open while its version leaves ({@code SUPERSEDED}) or is back; it stays open. */
    public Optional<AlertStep> retold(RateTest test, Cause cause) {
        OpenAlert alert = open;
        return alert == null ? Optional.empty() : Optional.of(alert.retold(kind, test.suspicion(), cause));
    }

    /** Moves it, if it fires, by what another version answered; nothing begins. */
    public Optional<AlertStep> observeAnother(RateTest test, double share, long atMillis) {
        return firing() ? observe(test, share, false, atMillis) : Optional.empty();
    }

    /** The alert, if it is open. */
    public @Nullable OpenAlert open() {
        return open;
    }

    /** Whether it fires. */
    public boolean firing() {
        OpenAlert alert = open;
        return alert != null && alert.state() == State.FIRING;
    }

    /** Writes the alert and how far its recovery is. */
    public void writeTo(DataOutput out) throws IOException {
        OpenAlert.write(open, out);
        out.writeBoolean(recovery != null);
        if (recovery != null) {
            recovery.writeTo(out);
        }
    }

    /** Takes over what {@link #writeTo} wrote. */
    public void readFrom(DataInput in) throws IOException {
        open = OpenAlert.read(in);
        recovery = in.readBoolean() ? RecoveryTest.readFrom(in) : null;
    }
}
