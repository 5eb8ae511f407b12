package org.equipoise.monitor.watch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

import org.equipoise.common.events.PredictionMade;
import org.equipoise.monitor.rhythm.Rhythms;
import org.jspecify.annotations.Nullable;

/** What a version answered, prediction by prediction, and when. Not thread-safe. */
final class VersionCounts {

    private final long[] answers;
    private long predictions;
    private long studies;
    private long firstMillis;
    private long lastMillis;
    private long lastOutput;
    private Rhythms rhythms = new Rhythms();

    VersionCounts(int classes) {
        answers = new long[classes];
    }

    /** Counts one prediction; returns whether its probabilities equal those of the one before, bit by bit. */
    boolean add(PredictionMade prediction) {
        long atMillis = prediction.predictedAt().toEpochMilli();
        // Not the first that came: predictions of several producers come in any order.
        firstMillis = predictions == 0 ? atMillis : Math.min(firstMillis, atMillis);
        lastMillis = Math.max(lastMillis, atMillis);
        predictions++;
        answers[prediction.predictedClass()]++;
        rhythms.heard(named(prediction.source()), atMillis);
        long output = bits(prediction.probabilities());
        boolean repeat = predictions > 1 && output == lastOutput;
        lastOutput = output;
        return repeat;
    }

    private static @Nullable String named(PredictionMade.@Nullable Source source) {
        return source == null ? null : source.named();
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

    void addStudy() {
        studies++;
    }

    long predictions() {
        return predictions;
    }

    long studies() {
        return studies;
    }

    long answers(int k) {
        return answers[k];
    }

    long firstMillis() {
        return firstMillis;
    }

    long lastMillis() {
        return lastMillis;
    }

    Rhythms rhythms() {
        return rhythms;
    }

    /** All but the answers and the rhythms, which have their places behind other things. */
    void writeTo(DataOutput out) throws IOException {
        out.writeLong(predictions);
        out.writeLong(studies);
        out.writeLong(firstMillis);
        out.writeLong(lastMillis);
        out.writeLong(lastOutput);
    }

    void readFrom(DataInput in) throws IOException {
        predictions = in.readLong();
        studies = in.readLong();
        firstMillis = in.readLong();
        lastMillis = in.readLong();
        lastOutput = in.readLong();
    }

    void writeAnswersTo(DataOutput out) throws IOException {
        for (long count : answers) {
            out.writeLong(count);
        }
    }

    void readAnswersFrom(DataInput in) throws IOException {
        for (int k = 0; k < answers.length; k++) {
            answers[k] = in.readLong();
        }
    }

    void readRhythmsFrom(DataInput in) throws IOException {
        rhythms = Rhythms.readFrom(in);
    }
}
