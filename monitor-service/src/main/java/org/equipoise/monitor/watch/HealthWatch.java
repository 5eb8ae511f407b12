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
import org.equipoise.monitor.alerting.OpenAlert;
import org.equipoise.monitor.alerting.Trouble;
import org.equipoise.monitor.collapse.CollapseDetector;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.collapse.MissingClassDetector;
import org.equipoise.monitor.collapse.StudyAnswers;

/**
 * The tests of one model version against its healthy reference, and the alerts they raised.
 *
 * <p>A class is missing where it is not answered as often as the reference says, or not even {@value #LEAST} times as
 * often as it occurs: a model that never answered it in its own tests has a reference that finds nothing wrong with
 * that.
 */
public final class HealthWatch {

    /** Of a class's prevalence, the share of the answers that any healthy model gives it. */
    static final double LEAST = 0.5;

    private final HealthyReference reference;
    private final CollapseDetector collapses;
    private final MissingClassDetector misses;
    private final AlertBook alerts;

    HealthWatch(HealthyReference reference, CollapsePolicy policy) {
        this.reference = reference;
        collapses = new CollapseDetector(reference.upperBounds());
        misses = new MissingClassDetector(leastShares(reference));
        alerts = new AlertBook(AlertLimits.of(policy), collapses, misses);
    }

    private static List<Double> leastShares(HealthyReference reference) {
        List<Double> prevalence = reference.prevalence();
        List<Double> least = new ArrayList<>(reference.lowerBounds());
        for (int k = 0; prevalence != null && k < least.size(); k++) {
            least.set(k, Math.max(least.get(k), LEAST * prevalence.get(k)));
        }
        return least;
    }

    /** Takes in one study; while the output is {@code constant}, that explains whatever the classes are. */
    List<AlertStep> add(StudyAnswers study, boolean constant, long atMillis) {
        collapses.add(study, atMillis);
        misses.add(study, atMillis);
        return constant ? alerts.explain(atMillis) : alerts.observe(study, atMillis);
    }

    /** Studies that were tested against the reference. */
    public long studies() {
        return misses.studies();
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

    /** Whether a collapse fires and its class takes nearly every answer, not only more than its share. */
    boolean oneClassAnswers() {
        OpenAlert collapse = alerts.collapse();
        return alerts.collapsed()
                && collapse != null
                && Trouble.isOneClass(collapses.suspicion(collapse.classIndex()).share());
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeLong(reference.images());
        for (int k = 0; k < reference.shares().size(); k++) {
            out.writeDouble(reference.shares().get(k));
            out.writeDouble(reference.lowerBounds().get(k));
            out.writeDouble(reference.upperBounds().get(k));
        }
        List<Double> prevalence = reference.prevalence();
        out.writeBoolean(prevalence != null);
        if (prevalence != null) {
            for (double occurs : prevalence) {
                out.writeDouble(occurs);
            }
        }
        List<List<Long>> confusion = reference.confusion();
        out.writeBoolean(confusion != null);
        if (confusion != null) {
            for (List<Long> row : confusion) {
                for (long count : row) {
                    out.writeLong(count);
                }
            }
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
        List<Double> prevalence = null;
        if (in.readBoolean()) {
            prevalence = new ArrayList<>();
            for (int k = 0; k < classes; k++) {
                prevalence.add(in.readDouble());
            }
        }
        List<List<Long>> confusion = null;
        if (in.readBoolean()) {
            confusion = new ArrayList<>();
            for (int j = 0; j < classes; j++) {
                List<Long> row = new ArrayList<>();
                for (int k = 0; k < classes; k++) {
                    row.add(in.readLong());
                }
                confusion.add(row);
            }
        }
        var watch = new HealthWatch(new HealthyReference(shares, lower, upper, images, prevalence, confusion), policy);
        watch.collapses.readFrom(in);
        watch.misses.readFrom(in);
        watch.alerts.readFrom(in);
        return watch;
    }
}
