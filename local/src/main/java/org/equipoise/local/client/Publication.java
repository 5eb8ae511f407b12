package org.equipoise.local.client;

import java.util.List;

import org.equipoise.local.sets.RefusedFile;
import org.jspecify.annotations.Nullable;

/**
 * What was published.
 *
 * @param images in the set's order
 * @param unreadable images of the set that could not be read, and why; nothing of them was published
 */
public record Publication(String dataset, List<PublishedImage> images, List<RefusedFile> unreadable) {

    /**
     * One image of it.
     *
     * @param path where it lies in the set
     * @param objectKey where it lies in the {@code studies} bucket
     * @param label what the study said it shows, if it did
     */
    public record PublishedImage(
            String studyId,
            String path,
            String objectKey,
            @Nullable String label) {}

    public Publication {
        images = List.copyOf(images);
        unreadable = List.copyOf(unreadable);
    }

    /** Of images that all could be read. */
    public Publication(String dataset, List<PublishedImage> images) {
        this(dataset, images, List.of());
    }
}
