package org.equipoise.common.comparing;

import java.time.Instant;
import java.util.List;

import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two frozen versions of a dataset. An image is the same in both if it has the same id, that is
 * the same pixels. One that has another class and another split is counted under both.
 *
 * @param classesAdded names that only {@code to} has, in its order
 * @param classesRemoved names that only {@code from} has, in its order
 * @param unchanged images of both, with the same class in the same split
 * @param most images that each {@code first} lists at most
 */
public record DatasetDiff(
        String dataset,
        Version from,
        Version to,
        List<String> classesAdded,
        List<String> classesRemoved,
        long unchanged,
        int most,
        Images added,
        Images removed,
        Relabelled relabelled,
        Moved moved) {

    public DatasetDiff {
        classesAdded = List.copyOf(classesAdded);
        classesRemoved = List.copyOf(classesRemoved);
    }

    /**
     * One of the two.
     *
     * @param window what its samples of 16 bits are seen through; null where they have 8
     */
    public record Version(
            String version,
            Instant frozenAt,
            long images,
            @Nullable ValueWindow window) {

        /** One of images of 8 bits. */
        public Version(String version, Instant frozenAt, long images) {
            this(version, frozenAt, images, null);
        }
    }

    /**
     * Images that only one of the two has.
     *
     * @param counts by split, then class; none of zero
     * @param first those of the lowest ids
     */
    public record Images(long total, List<Count> counts, List<Image> first) {
        public Images {
            counts = List.copyOf(counts);
            first = List.copyOf(first);
        }
    }

    /** How many images of one class and split. */
    public record Count(Split split, String label, long images) {}

    /** An image with its class and split, in the version that has it. */
    public record Image(String imageId, Split split, String label) {}

    /**
     * Images whose class is another one.
     *
     * @param counts by split, then class before, then class after; none of zero
     * @param first those of the lowest ids
     */
    public record Relabelled(long total, List<LabelCount> counts, List<RelabelledImage> first) {
        public Relabelled {
            counts = List.copyOf(counts);
            first = List.copyOf(first);
        }
    }

    /**
     * How many images went from one class to another.
     *
     * @param split in {@code to}
     */
    public record LabelCount(Split split, String from, String to, long images) {}

    /**
     * An image with its classes.
     *
     * @param split in {@code to}
     */
    public record RelabelledImage(String imageId, Split split, String from, String to) {}

    /**
     * Images that are in another split.
     *
     * @param counts by split before, then split after, then class; none of zero
     * @param first those of the lowest ids
     */
    public record Moved(long total, List<SplitCount> counts, List<MovedImage> first) {
        public Moved {
            counts = List.copyOf(counts);
            first = List.copyOf(first);
        }
    }

    /**
     * How many images went from one split to another.
     *
     * @param label in {@code to}
     */
    public record SplitCount(Split from, Split to, String label, long images) {}

    /**
     * An image with its splits.
     *
     * @param label in {@code to}
     */
    public record MovedImage(String imageId, Split from, Split to, String label) {}
}
