package org.equipoise.common.events;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Somebody wants an image to be read by several readers who do not see each other's labels. Topic
 * {@code readings.requested}, compacted, keyed by {@code dataset/imageId}; of two of one image the one that was made
 * later counts. A record without a value says that the image was erased. Labels that readers give from
 * {@code requestedAt} on answer it.
 *
 * @param readers how many different ones, {@value #LEAST_READERS} to {@value #MOST_READERS}
 * @param requestedBy who wants it: the name of a key
 * @param withdrawn true if it is not wanted any more
 */
public record ReadingRequested(
        String dataset,
        String imageId,
        int readers,
        Instant requestedAt,
        String requestedBy,
        @Nullable Boolean withdrawn)
        implements Dated {

    /** Fewer cannot agree. */
    public static final int LEAST_READERS = 2;

    /** More readers tell little more. */
    public static final int MOST_READERS = 5;

    public ReadingRequested {
        Require.name(dataset, "dataset");
        Require.imageId(imageId);
        requireReaders(readers);
        Require.time(requestedAt, "requestedAt");
        Require.text(requestedBy, "requestedBy");
    }

    /**
     * Checks how many are to read an image.
     *
     * @throws IllegalArgumentException if it cannot be read by so many
     */
    public static void requireReaders(int readers) {
        if (readers < LEAST_READERS || readers > MOST_READERS) {
            throw new IllegalArgumentException(
                    "readers must be " + LEAST_READERS + " to " + MOST_READERS + ", got " + readers);
        }
    }

    /** Whether the readings are not wanted any more. */
    public boolean withdraws() {
        return Boolean.TRUE.equals(withdrawn);
    }

    /**
     * For a story: {@code to be read by 2 readers who do not see each other's labels, in dataset lung, asked by ops}.
     */
    public String inWords() {
        return (withdraws() ? "no longer to be read by " : "to be read by ")
                + readers + " readers who do not see each other's labels, in dataset " + dataset + ", asked by "
                + requestedBy;
    }

    /** The record key. */
    public String key() {
        return ImageKey.of(dataset, imageId);
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("requestedAt", requestedAt);
    }
}
