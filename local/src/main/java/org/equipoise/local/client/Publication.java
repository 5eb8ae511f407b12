package org.equipoise.local.client;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What was published.
 *
 * @param images in the set's order
 */
public record Publication(String dataset, List<PublishedImage> images) {

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
    }
}
