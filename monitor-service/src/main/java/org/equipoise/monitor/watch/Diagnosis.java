package org.equipoise.monitor.watch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.monitor.attribution.AnswerStatistics;
import org.equipoise.monitor.attribution.Attribution;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.jspecify.annotations.Nullable;

/**
 * What tells the causes of a version's alerts apart: its answers in its healthy beginning and since it is suspected,
 * and the last replay of its canaries. Not thread-safe.
 */
final class Diagnosis {

    /** Predictions that its answers are compared with when something is wrong. */
    static final int HEALTHY_BEGINNING = 500;

    /** Suspected predictions after which an alert is explained anew; then twice as many, and so on. */
    private static final long FEW_SUSPECTED = 25;

    private final AnswerStatistics healthy;
    private AnswerStatistics suspected;
    private long suspectedStudies;
    private @Nullable CanaryVerdict canaries;

    /** Nothing known, of so many classes. */
    Diagnosis(int classes) {
        this(new AnswerStatistics(classes), new AnswerStatistics(classes));
    }

    private Diagnosis(AnswerStatistics healthy, AnswerStatistics suspected) {
        this.healthy = healthy;
        this.suspected = suspected;
    }

    void count(PredictionMade prediction, boolean suspicious) {
        if (suspicious) {
            suspected.add(prediction);
        } else if (healthy.predictions() < HEALTHY_BEGINNING) {
            healthy.add(prediction);
        }
    }

    void countStudy() {
        suspectedStudies++;
    }

    /** The first of its alerts begins. */
    void begin() {
        suspected = new AnswerStatistics(healthy.classes());
        suspectedStudies = 0;
    }

    void replayed(CanaryVerdict verdict) {
        if (verdict.replaces(canaries)) {
            canaries = verdict;
        }
    }

    @Nullable CanaryVerdict canaries() {
        return canaries;
    }

    /** Whether so many predictions came since it is suspected that its alerts are worth explaining anew. */
    boolean evidenceDoubled() {
        return suspected.predictions() % FEW_SUSPECTED == 0
                && Long.bitCount(suspected.predictions() / FEW_SUSPECTED) == 1;
    }

    /**
     * @param sinceMillis when the first of the open alerts is likely to have begun: earlier replays say nothing of it
     */
    Attribution attribution(long sinceMillis, @Nullable HealthyReference reference, List<String> labels) {
        CanaryVerdict verdict = canaries;
        CanaryVerdict since = verdict != null && verdict.replayedMillis() >= sinceMillis ? verdict : null;
        return Attribution.of(since, reference, healthy, suspected, suspectedStudies, labels);
    }

    void writeTo(DataOutput out) throws IOException {
        healthy.writeTo(out);
        suspected.writeTo(out);
        out.writeLong(suspectedStudies);
        out.writeBoolean(canaries != null);
        if (canaries != null) {
            canaries.writeTo(out);
        }
    }

    static Diagnosis readFrom(DataInput in, int classes) throws IOException {
        var diagnosis = new Diagnosis(AnswerStatistics.readFrom(in, classes), AnswerStatistics.readFrom(in, classes));
        diagnosis.suspectedStudies = in.readLong();
        diagnosis.canaries = in.readBoolean() ? CanaryVerdict.readFrom(in) : null;
        return diagnosis;
    }
}
