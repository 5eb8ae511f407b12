package org.equipoise.monitor.watch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

import org.equipoise.monitor.collapse.StudyAnswers;

/** The predictions of one study that have arrived so far. */
public final class OpenStudy {

    private final int imagesExpected;
    private final long openedMillis;
    private final int[] counts;
    private int images;
    private long predictedMillis;

    private OpenStudy(int imagesExpected, long openedMillis, int[] counts) {
        this.imagesExpected = imagesExpected;
        this.openedMillis = openedMillis;
        this.counts = counts;
    }

    /**
     * A study whose first prediction has just arrived.
     *
     * @param imagesExpected predictions to wait for, at least 1
     * @param openedMillis wall-clock time of the arrival, epoch milliseconds
     */
    public static OpenStudy begin(int classes, int imagesExpected, long openedMillis) {
        return new OpenStudy(imagesExpected, openedMillis, new int[classes]);
    }

    /** Adds the answer of one more image. */
    public void add(int answer, long atMillis) {
        counts[answer]++;
        images++;
        predictedMillis = Math.max(predictedMillis, atMillis);
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

    /** Everything, as bytes for a state store. */
    public byte[] toBytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeInt(counts.length);
            out.writeInt(imagesExpected);
            out.writeLong(openedMillis);
            out.writeLong(predictedMillis);
            for (int count : counts) {
                out.writeInt(count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #toBytes} wrote. */
    public static OpenStudy fromBytes(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int[] counts = new int[in.readInt()];
            var study = new OpenStudy(in.readInt(), in.readLong(), counts);
            study.predictedMillis = in.readLong();
            for (int k = 0; k < counts.length; k++) {
                counts[k] = in.readInt();
                study.images += counts[k];
            }
            return study;
        } catch (IOException e) {
            throw new UncheckedIOException("not a stored study", e);
        }
    }
}
