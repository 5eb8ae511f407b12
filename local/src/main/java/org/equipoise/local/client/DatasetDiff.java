package org.equipoise.local.client;

import java.time.Instant;
import java.util.List;

import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two frozen versions of a dataset, as ingest answers it. An image with another class and another
 * split is counted under both.
 *
 * @param unchanged images of both, with the same class in the same split
 * @param most images that each {@code first} lists at most, those of the lowest ids
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

    /**
     * One of the two.
     *
     * @param window what its samples of 16 bits are seen through; null where they have 8
     */
    public record Version(
            String version,
            Instant frozenAt,
            long images,
            @Nullable ValueWindow window) {}

    /** Images that only one of the two has. */
    public record Images(long total, List<Count> counts, List<Image> first) {}

    /** How many images of one class and split. */
    public record Count(Split split, String label, long images) {}

    /** An image with its class and split. */
    public record Image(String imageId, Split split, String label) {}

    /** Images whose class is another one. */
    public record Relabelled(long total, List<LabelCount> counts, List<RelabelledImage> first) {}

    /** How many images went from one class to another; {@code split} is that of the version after. */
    public record LabelCount(Split split, String from, String to, long images) {}

    /** An image with its classes. */
    public record RelabelledImage(String imageId, Split split, String from, String to) {}

    /** Images that are in another split. */
    public record Moved(long total, List<SplitCount> counts, List<MovedImage> first) {}

    /** How many images went from one split to another; {@code label} is that of the version after. */
    public record SplitCount(Split from, Split to, String label, long images) {}

    /** An image with its splits. */
    public record MovedImage(String imageId, Split from, Split to, String label) {}
}
