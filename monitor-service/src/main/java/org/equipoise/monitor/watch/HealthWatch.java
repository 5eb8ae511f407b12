package org.equipoise.monitor.watch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.monitor.alerting.AlertBook;
import org.equipoise.monitor.alerting.AlertLimits;
import org.equipoise.monitor.alerting.AlertStep;
import org.equipoise.monitor.collapse.CollapseDetector;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.collapse.MissingClassDetector;
import org.equipoise.monitor.collapse.StudyAnswers;

/** The tests of one model version against its healthy reference, and the alerts they raised. */
public final class HealthWatch {

    private final HealthyReference reference;
    private final CollapseDetector collapses;
    private final MissingClassDetector misses;
    private final AlertBook alerts;

    HealthWatch(HealthyReference reference, CollapsePolicy policy) {
        this.reference = reference;
        collapses = new CollapseDetector(reference.upperBounds());
        misses = new MissingClassDetector(reference.lowerBounds());
        alerts = new AlertBook(AlertLimits.of(policy), collapses, misses);
    }

    /** Takes in one study; while the output is {@code constant}, that explains whatever the classes are. */
    List<AlertStep> add(StudyAnswers study, boolean constant, long atMillis) {
        collapses.add(study, atMillis);
        misses.add(study, atMillis);
        return constant ? alerts.explain(atMillis) : alerts.observe(study, atMillis);
    }

    /** What the answers look like while the model is healthy. */
    public HealthyReference reference() {
        return reference;
    }

    /** The test of single-class collapse. */
    public CollapseDetector collapses() {
        return collapses;
    }

    /** The test of missing classes. */
    public MissingClassDetector misses() {
        return misses;
    }

    /** The open alerts. */
    public AlertBook alerts() {
        return alerts;
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeLong(reference.images());
        for (int k = 0; k < reference.shares().size(); k++) {
            out.writeDouble(reference.shares().get(k));
            out.writeDouble(reference.lowerBounds().get(k));
            out.writeDouble(reference.upperBounds().get(k));
        }
        collapses.writeTo(out);
        misses.writeTo(out);
        alerts.writeTo(out);
    }

    static HealthWatch readFrom(DataInput in, int classes, CollapsePolicy policy) throws IOException {
        long images = in.readLong();
        List<Double> shares = new ArrayList<>();
        List<Double> lower = new ArrayList<>();
        List<Double> upper = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            shares.add(in.readDouble());
            lower.add(in.readDouble());
            upper.add(in.readDouble());
        }
        var watch = new HealthWatch(new HealthyReference(shares, lower, upper, images), policy);
        watch.collapses.readFrom(in);
        watch.misses.readFrom(in);
        watch.alerts.readFrom(in);
        return watch;
    }
}
