package org.equipoise.monitor.console;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Which images a story is about: those that one of the three names means.
 *
 * @param image the beginning of an image id; absent for none
 * @param study a study's id; absent for none
 * @param path the end of an original's key in the {@code studies} bucket, whole parts of it; absent for none
 * @param dataset only in this one; absent for any
 */
public record StoryQuery(
        @Nullable String image,
        @Nullable String study,
        @Nullable String path,
        @Nullable String dataset) {

    /** Shorter beginnings mean too many images. */
    public static final int FEWEST_DIGITS = 4;

    public StoryQuery {
        image = image == null ? null : image.toLowerCase(Locale.ROOT);
        if (image != null && image.length() < FEWEST_DIGITS) {
            image = null;
        }
        study = blankAsNone(study);
        path = blankAsNone(path);
        dataset = blankAsNone(dataset);
    }

    /** All images whose ids begin so. */
    public static StoryQuery ofImage(String beginning) {
        return new StoryQuery(beginning, null, null, null);
    }

    /** Whether nothing can be meant. */
    public boolean isEmpty() {
        return image == null && study == null && path == null;
    }

    /** Whether only the log of stored images can say which ids are meant. */
    public boolean asksForOriginals() {
        return study != null || path != null;
    }

    boolean meansImage(String imageId) {
        return image != null && imageId.startsWith(image);
    }

    boolean meansStudy(String studyId) {
        return studyId.equals(study);
    }

    boolean meansOriginal(String objectKey) {
        return path != null && (objectKey.equals(path) || objectKey.endsWith("/" + path));
    }

    /** A prediction may be of no dataset of ours: it fits where none is asked for. */
    boolean meansDataset(@Nullable String of) {
        return dataset == null || dataset.equals(of);
    }

    private static @Nullable String blankAsNone(@Nullable String given) {
        return given == null || given.isBlank() ? null : given;
    }
}
