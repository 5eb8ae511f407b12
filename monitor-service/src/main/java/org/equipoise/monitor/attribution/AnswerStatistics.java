package org.equipoise.monitor.attribution;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.PredictionMade.InputStatistics;
import org.equipoise.monitor.collapse.StudyScores;

/**
 * What a stretch of predictions looks like: how often each class was answered and, class by class, with which margin
 * and to which grey values as the network was fed them. Class by class, because another mixture of the same images
 * moves every mean over all of them. The same for each source of images that is named, the first {@value #MOST_SOURCES}
 * of them. Of a version there are two such stretches: its healthy beginning, and since it is suspected.
 */
public final class AnswerStatistics {

    static final int MOST_SOURCES = 8;

    /** Together: those that came when there were enough. */
    static final String OTHERS = "further sources";

    private final long[] answers;
    private final Moments[] margins;
    private final Moments[] inputMeans;
    private final Moments[] inputDeviations;
    private final Map<String, AnswerStatistics> sources = new TreeMap<>();

    /** Nothing seen, of so many classes. */
    public AnswerStatistics(int classes) {
        answers = new long[classes];
        margins = moments(classes);
        inputMeans = moments(classes);
        inputDeviations = moments(classes);
    }

    private static Moments[] moments(int classes) {
        return Stream.generate(Moments::new).limit(classes).toArray(Moments[]::new);
    }

    /** Adds one prediction. */
    public void add(PredictionMade prediction) {
        count(prediction);
        PredictionMade.Source source = prediction.source();
        if (source != null) {
            String name = source.named();
            String kept = sources.containsKey(name) || sources.size() < MOST_SOURCES ? name : OTHERS;
            sources.computeIfAbsent(kept, unseen -> new AnswerStatistics(answers.length))
                    .count(prediction);
        }
    }

    private void count(PredictionMade prediction) {
        int k = prediction.predictedClass();
        answers[k]++;
        margins[k].add(StudyScores.margin(prediction.probabilities()));
        InputStatistics input = prediction.input();
        if (input != null) {
            inputMeans[k].add(input.mean());
            inputDeviations[k].add(input.standardDeviation());
        }
    }

    /** Predictions seen. */
    public long predictions() {
        return IntStream.range(0, answers.length).mapToLong(k -> answers[k]).sum();
    }

    /** Number of classes, K. */
    public int classes() {
        return answers.length;
    }

    /** The same of each source by its name; empty where nobody named one. */
    Map<String, AnswerStatistics> sources() {
        return Collections.unmodifiableMap(sources);
    }

    /** Answers of each class. */
    long[] answers() {
        return answers.clone();
    }

    /** The class that was answered most; the lowest index wins a tie. */
    int largest() {
        int largest = 0;
        for (int k = 1; k < answers.length; k++) {
            if (answers[k] > answers[largest]) {
                largest = k;
            }
        }
        return largest;
    }

    Moments margin(int k) {
        return margins[k];
    }

    Moments inputMean(int k) {
        return inputMeans[k];
    }

    Moments inputDeviation(int k) {
        return inputDeviations[k];
    }

    /** Writes everything but the number of classes. */
    public void writeTo(DataOutput out) throws IOException {
        writeCountsTo(out);
        out.writeByte(sources.size());
        for (Map.Entry<String, AnswerStatistics> source : sources.entrySet()) {
            out.writeUTF(source.getKey());
            source.getValue().writeCountsTo(out);
        }
    }

    private void writeCountsTo(DataOutput out) throws IOException {
        for (long count : answers) {
            out.writeLong(count);
        }
        for (int k = 0; k < answers.length; k++) {
            margins[k].writeTo(out);
            inputMeans[k].writeTo(out);
            inputDeviations[k].writeTo(out);
        }
    }

    /** Reads what {@link #writeTo} wrote. */
    public static AnswerStatistics readFrom(DataInput in, int classes) throws IOException {
        AnswerStatistics statistics = readCountsFrom(in, classes);
        int named = in.readByte();
        for (int i = 0; i < named; i++) {
            statistics.sources.put(in.readUTF(), readCountsFrom(in, classes));
        }
        return statistics;
    }

    private static AnswerStatistics readCountsFrom(DataInput in, int classes) throws IOException {
        var statistics = new AnswerStatistics(classes);
        for (int k = 0; k < classes; k++) {
            statistics.answers[k] = in.readLong();
        }
        for (int k = 0; k < classes; k++) {
            statistics.margins[k].readFrom(in);
            statistics.inputMeans[k].readFrom(in);
            statistics.inputDeviations[k].readFrom(in);
        }
        return statistics;
    }
}
