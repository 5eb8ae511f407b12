package org.equipoise.monitor.collapse;

import java.util.Arrays;

/**
 * How often each class was answered among the images of one study. Images of one study show the same patient and are
 * not independent, so a study and not an image is the unit of evidence.
 */
public final class StudyAnswers {

    private final int[] counts;
    private final int images;

    private StudyAnswers(int[] counts, int images) {
        this.counts = counts;
        this.images = images;
    }

    /**
     * Counts per class, in class-index order.
     *
     * @throws IllegalArgumentException for fewer than two classes, a negative count, or no image at all
     */
    public static StudyAnswers of(int... counts) {
        if (counts.length < 2) {
            throw new IllegalArgumentException("need at least two classes, got " + counts.length);
        }
        int images = 0;
        for (int count : counts) {
            if (count < 0) {
                throw new IllegalArgumentException("negative count in " + Arrays.toString(counts));
            }
            images = Math.addExact(images, count);
        }
        if (images == 0) {
            throw new IllegalArgumentException("a study without images has no answers");
        }
        return new StudyAnswers(counts.clone(), images);
    }

    /** A study of one image that was answered with class {@code k} of {@code classes}. */
    public static StudyAnswers single(int classes, int k) {
        int[] counts = new int[classes];
        counts[k] = 1;
        return new StudyAnswers(counts, 1);
    }

    /** Number of classes, K. */
    public int classes() {
        return counts.length;
    }

    /** Number of images, at least 1. */
    public int images() {
        return images;
    }

    /** Images answered with class {@code k}. */
    public int count(int k) {
        return counts[k];
    }

    /** Fraction of the images answered with class {@code k}, in [0, 1]. */
    public double share(int k) {
        return counts[k] / (double) images;
    }
}
