package org.equipoise.monitor.watch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

import org.equipoise.common.events.PredictionMade;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.equipoise.monitor.collapse.StudyScores;

/** The predictions of one study that have arrived so far. */
public final class OpenStudy {

    private final int imagesExpected;
    private final long openedMillis;
    private final int[] counts;
    private final int[] margins;
    private int repeats;
    private int images;
    private long predictedMillis;

    private OpenStudy(int imagesExpected, long openedMillis, int classes) {
        this.imagesExpected = imagesExpected;
        this.openedMillis = openedMillis;
        counts = new int[classes];
        margins = new int[StudyScores.BINS];
    }

    /**
     * A study whose first prediction has just arrived.
     *
     * @param imagesExpected predictions to wait for, at least 1
     * @param openedMillis wall-clock time of the arrival, epoch milliseconds
     */
    public static OpenStudy begin(int classes, int imagesExpected, long openedMillis) {
        return new OpenStudy(imagesExpected, openedMillis, classes);
    }

    /**
     * Adds the prediction of one more image.
     *
     * @param repeat whether it equals the version's prediction before, bit by bit
     */
    public void add(PredictionMade prediction, boolean repeat) {
        counts[prediction.predictedClass()]++;
        margins[StudyScores.bin(StudyScores.margin(prediction.probabilities()))]++;
        repeats += repeat ? 1 : 0;
        images++;
        predictedMillis = Math.max(predictedMillis, prediction.predictedAt().toEpochMilli());
    }

    /** Whether every expected prediction is there. */
    public boolean complete() {
        return images >= imagesExpected;
    }

    /** When the first prediction arrived, epoch milliseconds. */
    public long openedMillis() {
        return openedMillis;
    }

    /** When the last of its images was predicted, epoch milliseconds. */
    public long predictedMillis() {
        return predictedMillis;
    }

    /** What has been answered. */
    public StudyAnswers answers() {
        return StudyAnswers.of(counts);
    }

    /** What the probabilities look like. */
    public StudyScores scores() {
        return new StudyScores(images, Arrays.stream(margins).boxed().toList(), repeats);
    }

    /**
     * Everything, as bytes for a state store. The first byte is 0, as the number of classes is small; a format that
     * comes later begins with another.
     */
    public byte[] toBytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(counts.length);
            out.writeInt(imagesExpected);
            out.writeLong(openedMillis);
            out.writeLong(predictedMillis);
            out.writeInt(repeats);
            for (int count : counts) {
                out.writeInt(count);
            }
            for (int count : margins) {
                out.writeInt(count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws IllegalStateException if it has an unknown format
     */
    public static OpenStudy fromBytes(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int classes = in.readInt();
            // Each class has four bytes here.
            if (classes < 2 || classes > bytes.length / Integer.BYTES) {
                throw new IllegalStateException("a stored study of another format: it begins with " + classes);
            }
            var study = new OpenStudy(in.readInt(), in.readLong(), classes);
            study.predictedMillis = in.readLong();
            study.repeats = in.readInt();
            for (int k = 0; k < classes; k++) {
                study.counts[k] = in.readInt();
                study.images += study.counts[k];
            }
            for (int b = 0; b < study.margins.length; b++) {
                study.margins[b] = in.readInt();
            }
            return study;
        } catch (IOException e) {
            throw new UncheckedIOException("not a stored study", e);
        }
    }
}
